package dev.caravan.provider.vertex;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.provider.google.InlinedSchema;
import java.util.Map;
import java.util.Set;

/**
 * A JSON Schema as Claude takes it: objects closed, no ranges and lengths. What is left out is still judged by Caravan's
 * own validator.
 */
final class ClaudeSchema {
    private static final Set<String> KEPT =
            Set.of("type", "title", "description", "enum", "const", "required", "format");

    private ClaudeSchema() {}

    static ObjectNode of(String schema) {
        return schema(InlinedSchema.of(schema));
    }

    private static ObjectNode schema(JsonNode node) {
        ObjectNode made = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> keyword : node.properties()) {
            switch (keyword.getKey()) {
                case "type" -> type(keyword.getValue(), made);
                case "properties" -> {
                    ObjectNode properties = made.putObject("properties");
                    keyword.getValue()
                            .properties()
                            .forEach(property -> properties.set(property.getKey(), schema(property.getValue())));
                }
                case "items" -> made.set("items", schema(keyword.getValue()));
                case "anyOf", "oneOf", "allOf" -> {
                    ArrayNode list = made.putArray(keyword.getKey().equals("allOf") ? "allOf" : "anyOf");
                    keyword.getValue().forEach(item -> list.add(schema(item)));
                }
                default -> {
                    if (KEPT.contains(keyword.getKey())
                            && !(keyword.getValue().isArray()
                                    && keyword.getValue().isEmpty())) {
                        made.set(keyword.getKey(), keyword.getValue());
                    }
                }
            }
        }
        if (made.has("properties")) {
            made.put("additionalProperties", false);
        }
        return made;
    }

    /** A list of types would be a list where others have a word: each becomes an alternative. */
    private static void type(JsonNode type, ObjectNode made) {
        if (!type.isArray()) {
            made.set("type", type);
            return;
        }
        ArrayNode any = made.putArray("anyOf");
        type.forEach(word -> any.addObject().set("type", word));
    }
}
