package dev.caravan.simulator.google;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.simulator.core.Json;
import java.util.Locale;
import java.util.Map;

/** A {@code responseSchema} as JSON Schema: types in lower case, {@code nullable} as a second type. */
final class PlainSchema {
    private PlainSchema() {}

    static JsonNode of(JsonNode node) {
        if (node.isArray()) {
            ArrayNode array = Json.array();
            node.forEach(item -> array.add(of(item)));
            return array;
        }
        if (!node.isObject()) {
            return node;
        }
        ObjectNode made = Json.object();
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            boolean type = field.getKey().equals("type") && field.getValue().isTextual();
            made.set(
                    field.getKey(),
                    type
                            ? Json.MAPPER
                                    .getNodeFactory()
                                    .textNode(field.getValue().asText().toLowerCase(Locale.ROOT))
                            : of(field.getValue()));
        }
        return made;
    }
}
