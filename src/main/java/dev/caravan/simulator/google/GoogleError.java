package dev.caravan.simulator.google;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.simulator.core.Answer;
import dev.caravan.simulator.core.Json;
import dev.caravan.simulator.core.WireError;
import dev.caravan.simulator.core.WireException;

/** An error as all APIs of Google have it: {@code {"error": {code, message, status}}}. */
public final class GoogleError extends WireException {
    private static final long serialVersionUID = 1L;

    private final int code;
    private final String word;

    public GoogleError(int code, String message) {
        this(code, word(code), message);
    }

    private GoogleError(int code, String word, String message) {
        super(message);
        this.code = code;
        this.word = word;
    }

    /** The request is right, but not at this time. */
    public static GoogleError precondition(String message) {
        return new GoogleError(400, "FAILED_PRECONDITION", message);
    }

    public static GoogleError invalid(String message) {
        return new GoogleError(400, message);
    }

    /** What Google says to a field that it does not know. */
    public static GoogleError unknownField(String name, String place) {
        return invalid("Invalid JSON payload received. Unknown name \"" + name + "\""
                + (place.isEmpty() ? "" : " at '" + place + "'") + ": Cannot find field.");
    }

    /** The object alone, as result lines have it. */
    public ObjectNode error() {
        return Json.object().put("code", code).put("message", getMessage()).put("status", word);
    }

    public Answer answer() {
        return Answer.error(code, error());
    }

    @Override
    public WireError wire() {
        ObjectNode body = Json.object();
        body.set("error", error());
        return WireError.json(code, body);
    }

    private static String word(int code) {
        return switch (code) {
            case 400 -> "INVALID_ARGUMENT";
            case 401 -> "UNAUTHENTICATED";
            case 403 -> "PERMISSION_DENIED";
            case 404 -> "NOT_FOUND";
            case 409 -> "ALREADY_EXISTS";
            case 429 -> "RESOURCE_EXHAUSTED";
            case 503 -> "UNAVAILABLE";
            case 504 -> "DEADLINE_EXCEEDED";
            default -> "INTERNAL";
        };
    }
}
