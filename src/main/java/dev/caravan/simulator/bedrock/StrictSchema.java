package dev.caravan.simulator.bedrock;

import static dev.caravan.simulator.bedrock.Question.need;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.simulator.core.Json;
import java.util.Set;

/** What structured output takes of JSON Schema: closed objects, no ranges, no lengths. */
final class StrictSchema {
    private static final Set<String> REFUSED = Set.of(
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "exclusiveMaximum",
            "multipleOf",
            "minLength",
            "maxLength",
            "maxItems",
            "uniqueItems",
            "patternProperties",
            "if",
            "not");
    private static final int DEEPEST = 64;

    private StrictSchema() {}

    static void check(JsonNode schema) {
        need(schema.isObject(), "output_config.format.schema: Input should be an object");
        check(schema, 0);
    }

    private static void check(JsonNode schema, int depth) {
        need(depth < DEEPEST, "output_config.format.schema: Schema is too complex.");
        for (String keyword : Json.names(schema)) {
            need(
                    !REFUSED.contains(keyword),
                    "output_config.format.schema: For '%s' type, property '%s' is not supported"
                            .formatted(schema.path("type").asText("any"), keyword));
        }
        boolean open = schema.path("type").asText().equals("object")
                && !schema.path("additionalProperties")
                        .equals(Json.MAPPER.getNodeFactory().booleanNode(false));
        need(
                !open,
                "output_config.format.schema: For 'object' type, 'additionalProperties' must be explicitly set to false");
        for (String map : Set.of("properties", "$defs", "definitions")) {
            schema.path(map).forEach(part -> check(part, depth + 1));
        }
        for (String list : Set.of("anyOf", "oneOf", "allOf")) {
            schema.path(list).forEach(part -> check(part, depth + 1));
        }
        if (schema.has("items")) {
            check(schema.path("items"), depth + 1);
        }
    }
}
