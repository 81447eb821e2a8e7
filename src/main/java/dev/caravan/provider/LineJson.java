package dev.caravan.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** JSON of lines and replies, for real-time calls; numbers stay as they are written. */
public final class LineJson {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
            .build();
    private static final int BRIEF = 2_000;

    private LineJson() {}

    /**
     * The request in a line.
     *
     * @param field that holds it
     * @throws IllegalArgumentException if it is not there
     */
    public static ObjectNode request(byte[] line, String field) {
        try {
            if (JSON.readTree(line).path(field) instanceof ObjectNode request) {
                return request;
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("It is no request line: it is not JSON", e);
        }
        throw new IllegalArgumentException("It is no request line: it has no object \"" + field + "\"");
    }

    /** A reply that is an object; for anything else, one that has nothing but the start of its text, as {@code message}. */
    public static ObjectNode reply(byte[] bytes) {
        try {
            JsonNode json = JSON.readTree(bytes);
            if (json instanceof ObjectNode object) {
                return object;
            }
            // Google wraps some errors in a list of one.
            if (json.path(0) instanceof ObjectNode first && json.size() == 1) {
                return first;
            }
        } catch (IOException notJson) {
            // Then it is told as text.
        }
        String text = new String(bytes, 0, Math.min(bytes.length, BRIEF), UTF_8).strip();
        return object().put("message", text.isEmpty() ? "an empty answer" : text);
    }

    /** Whether it is a JSON object and nothing else. */
    public static boolean holdsObject(byte[] bytes) {
        try {
            return JSON.readTree(bytes) instanceof ObjectNode;
        } catch (IOException notJson) {
            return false;
        }
    }

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    public static byte[] bytes(JsonNode json) {
        try {
            return JSON.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree can be written", e);
        }
    }
}
