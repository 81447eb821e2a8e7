package dev.caravan.provider.chat;

import dev.caravan.provider.Outcome;
import dev.caravan.provider.ProviderResult;
import dev.caravan.provider.ProviderResult.Tokens;
import org.jspecify.annotations.Nullable;

/** Says what a result line means. */
final class Judgement {
    private final Line line;
    private final boolean withoutThoughts;

    private Judgement(Line line, boolean withoutThoughts) {
        this.line = line;
        this.withoutThoughts = withoutThoughts;
    }

    /** @param withoutThoughts whether a leading {@code <think>…</think>} is no part of the answer */
    static ProviderResult of(Line line, boolean withoutThoughts) {
        return new Judgement(line, withoutThoughts).judge();
    }

    private ProviderResult judge() {
        int status = line.answered ? line.status : line.bare ? 200 : 0;
        if (line.lineFault.there) {
            String code = line.lineFault.word("error");
            int known = status == 0 || status == 200 ? line.lineFault.status() : status;
            Outcome outcome = known == 0 ? byCode(code, Outcome.TRANSIENT) : byStatus(known, code);
            return failed(outcome, code, line.lineFault.sentence("The request was not run"));
        }
        if (!line.answered && !line.bare) {
            return failed(Outcome.TRANSIENT, "no_response", "The line holds neither an answer nor an error");
        }
        if (status != 200) {
            String code = line.bodyFault.word("http_" + status);
            return failed(
                    byStatus(status, code), code, line.bodyFault.sentence("HTTP " + status + " without a message"));
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
            case "length", "model_length", "max_output_tokens" -> {
                return result(Outcome.TRUNCATED, answer(), "truncated", "The answer was cut off at its length limit");
            }
            case "content_filter" -> {
                return failed(Outcome.BLOCKED, "content_filter", "The answer was stopped by the content filter");
            }
            case "cancelled" -> {
                return failed(Outcome.CANCELLED, "cancelled", "The answer was cancelled");
            }
            case "error", "failed", "incomplete", "in_progress", "queued" -> {
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
        if (line.raw != null) {
            return line.raw;
        }
        String text = line.text == null ? null : line.text.toString();
        return text == null || !withoutThoughts ? text : Thoughts.without(text);
    }

    private static Outcome byStatus(int status, String code) {
        return switch (status) {
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
