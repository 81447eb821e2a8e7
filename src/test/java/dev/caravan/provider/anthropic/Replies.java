package dev.caravan.provider.anthropic;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.provider.Reply;
import java.util.Map;

/** Answers of the provider, made by hand. */
final class Replies {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Replies() {}

    /** @param header name and value of one, if any */
    static Reply reply(int status, String body, String... header) {
        Map<String, String> headers = header.length == 0 ? Map.of() : Map.of(header[0], header[1]);
        try {
            return new Reply(status, headers, body.startsWith("{") ? JSON.readTree(body) : null, body);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(body, e);
        }
    }

    static String error(String type, String message) {
        return "{\"type\":\"error\",\"error\":{\"type\":\"" + type + "\",\"message\":\"" + message
                + "\"},\"request_id\":\"req_1\"}";
    }

    /** @param counts processing, succeeded, errored, canceled, expired */
    static String batch(String id, String created, String status, int... counts) {
        return """
                {"id":"%s","type":"message_batch","processing_status":"%s","created_at":"%s","archived_at":null,
                "request_counts":{"processing":%d,"succeeded":%d,"errored":%d,"canceled":%d,"expired":%d}}""".formatted(id, status, created, counts[0], counts[1], counts[2], counts[3], counts[4]);
    }
}
