package dev.caravan.simulator.mistral;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.simulator.core.Json;
import dev.caravan.simulator.core.WireError;
import dev.caravan.simulator.core.WireException;

/** An error in the shapes of Mistral: a message for what is refused as a whole, a list of places for a bad body. */
final class MistralException extends WireException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String place;

    MistralException(int status, String message) {
        this(status, message, "");
    }

    private MistralException(int status, String message, String place) {
        super(message);
        this.status = status;
        this.place = place;
    }

    /** A body that is not what it should be at a place such as {@code body.endpoint}. */
    static MistralException invalid(String place, String message) {
        return new MistralException(422, message, place);
    }

    @Override
    public WireError wire() {
        return WireError.json(status, body());
    }

    ObjectNode body() {
        ObjectNode body = Json.object();
        if (place.isEmpty()) {
            return body.put("object", "error")
                    .put("message", getMessage())
                    .put("type", type())
                    .putNull("param")
                    .put("code", String.valueOf(status));
        }
        ObjectNode detail = body.putArray("detail").addObject().put("type", "value_error");
        for (String part : place.split("\\.")) {
            detail.withArray("loc").add(part);
        }
        detail.put("msg", getMessage());
        return body;
    }

    private String type() {
        return switch (status) {
            case 401 -> "unauthorized";
            case 404 -> "not_found";
            case 429 -> "rate_limited";
            default -> status >= 500 ? "internal_server_error" : "invalid_request_error";
        };
    }
}
