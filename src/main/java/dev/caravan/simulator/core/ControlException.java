package dev.caravan.simulator.core;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** A script, a setting or a question to the bill that makes no sense: 400, nothing changed. */
public final class ControlException extends WireException {
    private static final long serialVersionUID = 1L;

    private final @Nullable String param;

    public ControlException(String message) {
        this(message, null);
    }

    public ControlException(String message, @Nullable String param) {
        super(message);
        this.param = param;
    }

    @Override
    public WireError wire() {
        ObjectNode body = Json.object();
        body.putObject("error")
                .put("message", getMessage())
                .put("type", "invalid_request_error")
                .put("param", param)
                .putNull("code");
        return WireError.json(400, body);
    }
}
