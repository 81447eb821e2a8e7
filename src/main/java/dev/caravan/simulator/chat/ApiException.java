package dev.caravan.simulator.chat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.simulator.core.Answer;
import dev.caravan.simulator.core.Json;
import dev.caravan.simulator.core.WireError;
import dev.caravan.simulator.core.WireException;
import org.jspecify.annotations.Nullable;

/** An answer that is an error, in the shape of OpenAI: message, type, param, code. */
public final class ApiException extends WireException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final @Nullable String param;
    private final @Nullable String code;

    public ApiException(int status, String message, @Nullable String param, @Nullable String code) {
        super(message);
        this.status = status;
        this.param = param;
        this.code = code;
    }

    public static ApiException badRequest(String message, @Nullable String param, @Nullable String code) {
        return new ApiException(400, message, param, code);
    }

    public static ApiException notFound(String message, @Nullable String param) {
        return new ApiException(404, message, param, null);
    }

    @Override
    public WireError wire() {
        return WireError.json(status, body());
    }

    public int status() {
        return status;
    }

    public String code() {
        return code == null ? "" : code;
    }

    /** The error as the answer to a line. */
    public Answer answer() {
        return Answer.error(status, body());
    }

    private ObjectNode body() {
        ObjectNode body = Json.object();
        body.putObject("error")
                .put("message", getMessage())
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
