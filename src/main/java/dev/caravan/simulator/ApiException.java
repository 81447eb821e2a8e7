package dev.caravan.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** An answer that is an error, in the shape of the provider: message, type, param, code. */
final class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final @Nullable String param;
    private final @Nullable String code;

    ApiException(int status, String message, @Nullable String param, @Nullable String code) {
        super(message);
        this.status = status;
        this.param = param;
        this.code = code;
    }

    static ApiException badRequest(String message, @Nullable String param, @Nullable String code) {
        return new ApiException(400, message, param, code);
    }

    static ApiException notFound(String message, @Nullable String param) {
        return new ApiException(404, message, param, null);
    }

    int status() {
        return status;
    }

    ObjectNode body() {
        return body(status, String.valueOf(getMessage()), param, code);
    }

    static ObjectNode body(int status, String message, @Nullable String param, @Nullable String code) {
        ObjectNode body = Json.object();
        body.putObject("error")
                .put("message", message)
                .put("type", type(status))
                .put("param", param)
                .put("code", code);
        return body;
    }

    private static String type(int status) {
        if (status >= 500) {
            return "server_error";
        }
        return status == 429 ? "requests" : "invalid_request_error";
    }
}
