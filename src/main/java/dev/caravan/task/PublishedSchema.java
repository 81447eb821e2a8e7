package dev.caravan.task;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** An output schema without a field that answers have and sinks don't get. */
final class PublishedSchema {
    private static final ObjectMapper JSON = new ObjectMapper();

    private PublishedSchema() {}

    static String without(String field, String schema) {
        try {
            JsonNode root = JSON.readTree(schema);
            if (root.path("properties") instanceof ObjectNode properties) {
                properties.remove(field);
            }
            if (root.path("required") instanceof ArrayNode required) {
                required.removeIf(one -> one.asText().equals(field));
            }
            return root.toString();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Not a schema: " + e.getOriginalMessage(), e);
        }
    }
}
