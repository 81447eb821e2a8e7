package dev.caravan.simulator.core;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;

/** The simulator's own JSON reader and writer, untouched by how the application configures its own. */
public final class Json {
    public static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    public static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    /** Reads one document. Bytes that are not UTF-8 are an error, never a replacement character. */
    public static JsonNode read(byte[] bytes) throws IOException {
        return MAPPER.readTree(text(bytes));
    }

    public static String text(byte[] bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }

    /** As {@link #read}, but a missing node for what can't be read. */
    public static JsonNode readOrMissing(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    /** As {@link #text}, but empty for bytes that are not UTF-8. */
    public static String textOrEmpty(byte[] bytes) {
        try {
            return text(bytes);
        } catch (CharacterCodingException e) {
            return "";
        }
    }

    public static String write(JsonNode node) {
        return node.toString();
    }

    public static Iterable<String> names(JsonNode object) {
        Iterator<String> names = object.fieldNames();
        return () -> names;
    }
}
