package dev.caravan.provider.bedrock;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;

/**
 * A JSON Schema as models take it: objects closed, without ranges and lengths. What is left out is still judged by
 * Caravan's own validator. References into {@code $defs} stay; one that leads back to itself is refused.
 */
final class NativeSchema {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> KEPT =
            Set.of("type", "title", "description", "enum", "const", "required", "format", "$ref");
    private static final int DEEPEST = 64;

    /** References to references to references lead far. */
    private static final int MOST_STEPS = 100_000;

    private final JsonNode root;
    private int steps;

    private NativeSchema(JsonNode root) {
        this.root = root;
    }

    /** @throws IllegalArgumentException if it is no object, or refers to itself */
    static ObjectNode of(String schema) {
        try {
            NativeSchema native_ = new NativeSchema(JSON.readValue(schema, ObjectNode.class));
            native_.follow(native_.root, 0);
            return native_.copy(native_.root);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The output schema is not a JSON object: " + e.getOriginalMessage(), e);
        }
    }

    private ObjectNode copy(JsonNode node) {
        ObjectNode made = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> keyword : node.properties()) {
            JsonNode value = keyword.getValue();
            switch (keyword.getKey()) {
                case "properties", "$defs", "definitions" -> {
                    ObjectNode map = made.putObject(keyword.getKey());
                    value.properties().forEach(entry -> map.set(entry.getKey(), copy(entry.getValue())));
                }
                case "items" -> made.set("items", copy(value));
                case "anyOf", "oneOf", "allOf" -> {
                    ArrayNode list = made.putArray(keyword.getKey().equals("allOf") ? "allOf" : "anyOf");
                    value.forEach(item -> list.add(copy(item)));
                }
                default -> {
                    if (KEPT.contains(keyword.getKey())) {
                        made.set(keyword.getKey(), value);
                    }
                }
            }
        }
        if (made.has("properties")) {
            made.put("additionalProperties", false);
        }
        return made;
    }

    private void follow(JsonNode node, int depth) {
        if (depth > DEEPEST || ++steps > MOST_STEPS) {
            throw new IllegalArgumentException("The output schema refers to itself, or is deeper than " + DEEPEST
                    + " levels: Bedrock's models take no such schema");
        }
        String ref = node.path("$ref").asText("");
        if (ref.startsWith("#")) {
            follow(root.at(ref.substring(1)), depth + 1);
        }
        node.forEach(child -> {
            if (child.isContainerNode()) {
                follow(child, depth + 1);
            }
        });
    }
}
