package dev.caravan.provider.anthropic;

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
        String type = line.type == null ? "" : line.type;
        return switch (type) {
            case "succeeded" -> answered();
            case "errored" -> errored();
            case "canceled" -> failed(Outcome.CANCELLED, type, "The request was not run: the batch was cancelled");
            case "expired" -> failed(Outcome.EXPIRED, type, "The request was not run within the batch's 24 hours");
            default ->
                failed(Outcome.TRANSIENT, "no_result", "The line holds no result that is known: \"" + type + "\"");
        };
    }

    private ProviderResult answered() {
        String stop = line.stop == null ? "" : line.stop;
        return switch (stop) {
            case "refusal" ->
                failed(Outcome.REFUSED, "refused", line.refusal == null ? "The model declined" : line.refusal);
            case "max_tokens" ->
                result(Outcome.TRUNCATED, answer(), "truncated", "The answer was cut off at its length limit");
            case "model_context_window_exceeded" ->
                result(Outcome.TRUNCATED, answer(), stop, "The answer was cut off where the model's context is full");
            case "pause_turn" -> failed(Outcome.TRANSIENT, stop, "A server tool of the provider did not finish");
            default -> {
                String answer = answer();
                yield answer == null
                        ? failed(Outcome.TRANSIENT, "no_answer", "The answer holds no text (stop: " + stop + ")")
                        : result(Outcome.OK, answer, "ok", "");
            }
        };
    }

    private ProviderResult errored() {
        String code = line.error == null || line.error.isBlank() ? "error" : line.error;
        Outcome outcome = switch (code) {
            case "invalid_request_error", "not_found_error", "permission_error", "request_too_large" ->
                Outcome.INVALID_REQUEST;
            case "authentication_error" -> Outcome.AUTH;
            case "rate_limit_error", "billing_error" -> Outcome.QUOTA;
            default -> Outcome.TRANSIENT;
        };
        String message = line.message == null || line.message.isBlank() ? "An error without a message" : line.message;
        return failed(outcome, code, message);
    }

    private @Nullable String answer() {
        return line.text != null ? line.text.toString() : line.tool;
    }

    private ProviderResult failed(Outcome outcome, String code, String detail) {
        return result(outcome, null, code, detail);
    }

    /** What comes from the cache or goes into it is input too. */
    private ProviderResult result(Outcome outcome, @Nullable String answer, String code, String detail) {
        var tokens = new Tokens(line.in + line.cacheWritten + line.cacheRead, line.cacheRead, line.out, line.thinking);
        return new ProviderResult(line.customId, outcome, answer, code, detail, tokens, line.requestId, line.model);
    }
}
