package dev.caravan.simulator.core;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** A script, a setting or a question to the bill that makes no sense: 400, or 415 where it does not say that it is JSON; nothing changed. */
public final class ControlException extends WireException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final @Nullable String param;

    private ControlException(int status, String message, @Nullable String param) {
        super(message);
        this.status = status;
        this.param = param;
    }

    public ControlException(String message) {
        this(message, null);
    }

    public ControlException(String message, @Nullable String param) {
        this(400, message, param);
    }

    /** @param type what the body says that it is */
    public static ControlException noJson(String type) {
        return new ControlException(
                415,
                "Send JSON, with Content-Type: application/json; this is " + type + ". Nothing was changed.",
                null);
    }

    @Override
    public WireError wire() {
        ObjectNode body = Json.object();
        body.putObject("error")
                .put("message", getMessage())
                .put("type", "invalid_request_error")
                .put("param", param)
                .putNull("code");
        return WireError.json(status, body);
    }
}
