package dev.caravan.provider.chat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/** Whether a JSON Schema lies in the subset that OpenAI's strict mode takes. A schema outside of it is sent as a hint. */
public final class StrictSchema {
    private static final Set<String> KEYWORDS = Set.of(
            "type",
            "properties",
            "required",
            "additionalProperties",
            "items",
            "enum",
            "const",
            "anyOf",
            "$ref",
            "$defs",
            "title",
            "description",
            "pattern",
            "format",
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "exclusiveMaximum",
            "multipleOf",
            "minItems",
            "maxItems");

    private StrictSchema() {}

    public static boolean fits(JsonNode root) {
        return "object".equals(root.path("type").asText()) && fitsInside(root);
    }

    private static boolean fitsInside(JsonNode schema) {
        if (!schema.isObject()) {
            return false;
        }
        for (var keyword : schema.properties()) {
            if (!KEYWORDS.contains(keyword.getKey())) {
                return false;
            }
        }
        return fitsObject(schema)
                && all(schema.path("properties"))
                && all(schema.path("$defs"))
                && all(schema.path("anyOf"))
                && (!schema.has("items") || fitsInside(schema.get("items")));
    }

    private static boolean fitsObject(JsonNode schema) {
        if (!schema.has("properties") && !"object".equals(schema.path("type").asText())) {
            return true;
        }
        JsonNode closed = schema.path("additionalProperties");
        if (!closed.isBoolean() || closed.asBoolean()) {
            return false;
        }
        var names = schema.path("properties").fieldNames();
        while (names.hasNext()) {
            if (!requires(schema, names.next())) {
                return false;
            }
        }
        return true;
    }

    private static boolean requires(JsonNode schema, String name) {
        for (JsonNode required : schema.path("required")) {
            if (required.asText().equals(name)) {
                return true;
            }
        }
        return false;
    }

    private static boolean all(JsonNode schemas) {
        for (JsonNode schema : schemas) {
            if (!fitsInside(schema)) {
                return false;
            }
        }
        return true;
    }
}
