package dev.caravan.simulator.anthropic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.simulator.core.Answer;
import dev.caravan.simulator.core.Json;
import dev.caravan.simulator.core.WireError;
import dev.caravan.simulator.core.WireException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An answer that is an error, in the shape of Anthropic: {@code {"type":"error","error":{type,message},"request_id":…}}. */
final class AnthropicException extends WireException {
    private static final long serialVersionUID = 1L;

    private final int status;

    AnthropicException(int status, String message) {
        super(message);
        this.status = status;
    }

    static AnthropicException badRequest(String message) {
        return new AnthropicException(400, message);
    }

    static AnthropicException notFound(String message) {
        return new AnthropicException(404, message);
    }

    /** Its request id is in the body and in the header. */
    @Override
    public WireError wire() {
        String requestId = requestId();
        return new WireError(
                status,
                Map.of("Content-Type", "application/json", AnthropicSurface.REQUEST_ID, requestId),
                Json.write(body(requestId)).getBytes(StandardCharsets.UTF_8));
    }

    /** The error as the answer to a line, which has no request of its own. */
    Answer answer() {
        return Answer.error(status, body(null));
    }

    static String requestId() {
        return "req_01" + UUID.randomUUID().toString().replace("-", "").substring(0, 22);
    }

    private ObjectNode body(@Nullable String requestId) {
        ObjectNode body = Json.object().put("type", "error");
        body.putObject("error").put("type", type(status)).put("message", getMessage());
        return body.put("request_id", requestId);
    }

    private static String type(int status) {
        return switch (status) {
            case 401 -> "authentication_error";
            case 402 -> "billing_error";
            case 403 -> "permission_error";
            case 404 -> "not_found_error";
            case 409 -> "conflict_error";
            case 413 -> "request_too_large";
            case 429 -> "rate_limit_error";
            case 504 -> "timeout_error";
            case 529 -> "overloaded_error";
            default -> status >= 500 ? "api_error" : "invalid_request_error";
        };
    }
}
