package dev.caravan.provider.openai;

import dev.caravan.provider.Outcome;
import dev.caravan.provider.ProviderResult;
import dev.caravan.provider.ProviderResult.Tokens;
import org.jspecify.annotations.Nullable;

/** Says what a result line means. */
final class Judgement {
    private final Line line;

    private Judgement(Line line) {
        this.line = line;
    }

    static ProviderResult of(Line line) {
        return new Judgement(line).judge();
    }

    private ProviderResult judge() {
        if (line.lineFault.there) {
            String code = line.lineFault.word("error");
            return failed(byCode(code, Outcome.TRANSIENT), code, line.lineFault.sentence("The request was not run"));
        }
        if (!line.answered) {
            return failed(Outcome.TRANSIENT, "no_response", "The line holds neither an answer nor an error");
        }
        if (line.status != 200) {
            String code = line.bodyFault.word("http_" + line.status);
            return failed(byStatus(code), code, line.bodyFault.sentence("HTTP " + line.status + " without a message"));
        }
        if (line.bodyFault.there) {
            String code = line.bodyFault.word("error");
            return failed(byCode(code, Outcome.INVALID_REQUEST), code, line.bodyFault.sentence("The answer failed"));
        }
        return judgeAnswer();
    }

    private ProviderResult judgeAnswer() {
        if (line.refusal != null && !line.refusal.isBlank()) {
            return failed(Outcome.REFUSED, "refused", line.refusal);
        }
        String finish = line.finish == null ? "" : line.finish;
        String reason = finish.equals("incomplete") && line.incomplete != null ? line.incomplete : finish;
        switch (reason) {
            case "length", "max_output_tokens" -> {
                return result(Outcome.TRUNCATED, answer(), "truncated", "The answer was cut off at its length limit");
            }
            case "content_filter" -> {
                return failed(Outcome.BLOCKED, "content_filter", "The answer was stopped by the content filter");
            }
            case "cancelled" -> {
                return failed(Outcome.CANCELLED, "cancelled", "The answer was cancelled");
            }
            case "failed", "incomplete", "in_progress", "queued" -> {
                return failed(Outcome.TRANSIENT, reason, "The answer ended as \"" + reason + "\"");
            }
            default -> {
                String answer = answer();
                return answer == null
                        ? failed(Outcome.TRANSIENT, "no_answer", "The answer holds no text (finish: " + reason + ")")
                        : result(Outcome.OK, answer, "ok", "");
            }
        }
    }

    private @Nullable String answer() {
        return line.vectors != null ? line.vectors : line.text == null ? null : line.text.toString();
    }

    private Outcome byStatus(String code) {
        return switch (line.status) {
            case 400, 404, 413, 422 -> byCode(code, Outcome.INVALID_REQUEST);
            case 401 -> Outcome.AUTH;
            case 403 -> byCode(code, Outcome.AUTH);
            case 429 -> Outcome.QUOTA;
            default -> byCode(code, Outcome.TRANSIENT);
        };
    }

    private static Outcome byCode(String code, Outcome otherwise) {
        if (Codes.expired(code)) {
            return Outcome.EXPIRED;
        }
        if (Codes.cancelled(code)) {
            return Outcome.CANCELLED;
        }
        if (Codes.rate(code)) {
            return Outcome.QUOTA;
        }
        if (Codes.blocked(code)) {
            return Outcome.BLOCKED;
        }
        return Codes.passing(code) ? Outcome.TRANSIENT : otherwise;
    }

    private ProviderResult failed(Outcome outcome, String code, String detail) {
        return result(outcome, null, code, detail);
    }

    private ProviderResult result(Outcome outcome, @Nullable String answer, String code, String detail) {
        Tokens tokens = new Tokens(line.in, line.cached, line.out, line.reasoning);
        return new ProviderResult(line.customId, outcome, answer, code, detail, tokens, line.requestId, line.model);
    }
}
