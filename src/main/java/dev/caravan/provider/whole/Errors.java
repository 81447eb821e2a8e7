package dev.caravan.provider.whole;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.provider.ProviderResult;
import dev.caravan.provider.Whole.Answer;

/** Writes a failed line as OpenAI's error. */
public final class Errors {
    private Errors() {}

    /** The credential is Caravan's, so what a provider says of it is not the caller's 401. */
    public static Answer of(ProviderResult failed) {
        return switch (failed.outcome()) {
            case INVALID_REQUEST -> answer(400, "invalid_request_error", failed.code(), failed.detail());
            case BLOCKED -> answer(400, "invalid_request_error", "content_filter", failed.detail());
            case QUOTA -> answer(429, "rate_limit_error", failed.code(), failed.detail());
            case AUTH -> answer(502, "server_error", "provider_credential", failed.detail());
            case EXPIRED -> answer(504, "server_error", "batch_expired", failed.detail());
            case CANCELLED -> answer(503, "server_error", "batch_cancelled", failed.detail());
            default -> answer(502, "server_error", failed.code(), failed.detail());
        };
    }

    static Answer answer(int status, String type, String code, String message) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putObject("error")
                .put("message", message)
                .put("type", type)
                .putNull("param")
                .put("code", code);
        return new Answer(status, body);
    }
}
