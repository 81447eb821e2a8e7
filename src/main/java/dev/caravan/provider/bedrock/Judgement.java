package dev.caravan.provider.bedrock;

import dev.caravan.provider.Outcome;
import dev.caravan.provider.ProviderResult;
import org.jspecify.annotations.Nullable;

/** Says what a result line means. */
final class Judgement {
    private final Line line;
    private final boolean claude;

    private Judgement(Line line, boolean claude) {
        this.line = line;
        this.claude = claude;
    }

    /** @param claude whether the model is Claude, whose own refusals come as filtered content */
    static ProviderResult of(Line line, boolean claude) {
        return new Judgement(line, claude).judge();
    }

    private ProviderResult judge() {
        if (line.faulty) {
            RowError error = new RowError(line.errorCode, line.expired, line.retryable);
            String detail = line.errorMessage == null || line.errorMessage.isBlank()
                    ? "The record failed without a message"
                    : line.errorMessage;
            return failed(error.outcome(), error.word(), detail);
        }
        if (!line.answered) {
            return failed(Outcome.TRANSIENT, "no_response", "The line holds neither an answer nor an error");
        }
        if (line.vector != null) {
            return result(Outcome.OK, line.vector, "ok", "");
        }
        String answer = line.text == null || line.text.isEmpty() ? null : line.text.toString();
        String stop = line.stop == null ? "" : line.stop;
        return switch (stop) {
            case "end_turn", "stop_sequence", "stop" ->
                answer == null
                        ? failed(Outcome.TRANSIENT, "no_answer", "The answer holds no text (stop: " + stop + ")")
                        : result(Outcome.OK, answer, "ok", "");
            case "max_tokens", "length", "model_context_window_exceeded" ->
                result(Outcome.TRUNCATED, answer, "truncated", "The answer was cut off at its length limit");
            case "refusal" -> refused();
            case "content_filtered" ->
                claude
                        ? refused()
                        : failed(Outcome.BLOCKED, stop, "The answer was stopped by the model's content filter");
            case "guardrail_intervened" -> failed(Outcome.BLOCKED, stop, "The answer was stopped by a guardrail");
            default ->
                failed(
                        Outcome.TRANSIENT,
                        stop.isEmpty() ? "no_answer" : stop,
                        stop.isEmpty() ? "The answer holds no reason to stop" : "The answer ended as \"" + stop + "\"");
        };
    }

    private ProviderResult refused() {
        String detail = line.explanation == null ? "The model declined to answer" : line.explanation;
        return failed(Outcome.REFUSED, "refused", detail);
    }

    private ProviderResult failed(Outcome outcome, String code, String detail) {
        return result(outcome, null, code, detail);
    }

    private ProviderResult result(Outcome outcome, @Nullable String answer, String code, String detail) {
        return new ProviderResult(line.recordId, outcome, answer, code, detail, line.tokens(), line.id, line.model);
    }
}
