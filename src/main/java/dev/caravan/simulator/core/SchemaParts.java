package dev.caravan.simulator.core;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The ways in which a JSON Schema can say something in another place than where it is read. */
final class SchemaParts {
    private static final int MAX_REFERENCES = 20;

    private SchemaParts() {}

    /** Follows {@code $ref} within the document and folds {@code allOf} into one schema. */
    static JsonNode resolved(JsonNode schema, JsonNode root) {
        JsonNode found = schema;
        for (int i = 0; i < MAX_REFERENCES && found.path("$ref").isTextual(); i++) {
            String pointer = found.path("$ref").asText();
            ObjectNode beside = found.deepCopy();
            beside.remove("$ref");
            JsonNode target = pointer.startsWith("#") ? root.at(pointer.substring(1)) : Json.object();
            found = beside.isEmpty() ? target : merged(target, beside);
        }
        if (!found.path("allOf").isArray()) {
            return found;
        }
        ObjectNode whole = found.deepCopy();
        whole.remove("allOf");
        JsonNode folded = whole;
        for (JsonNode part : found.path("allOf")) {
            folded = merged(folded, resolved(part, root));
        }
        return folded;
    }

    private static JsonNode merged(JsonNode one, JsonNode other) {
        if (!(one instanceof ObjectNode)) {
            return other;
        }
        ObjectNode merged = one.deepCopy();
        for (Map.Entry<String, JsonNode> entry : other.properties()) {
            JsonNode had = merged.path(entry.getKey());
            JsonNode has = entry.getValue();
            if (had.isObject() && has.isObject()) {
                merged.set(entry.getKey(), merged(had, has));
            } else if (had.isArray() && has.isArray() && entry.getKey().equals("required")) {
                merged.withArray("required").addAll((ArrayNode) has);
            } else {
                merged.set(entry.getKey(), has);
            }
        }
        return merged;
    }

    /** The branch to answer: one that is not null, unless it is time to stop. */
    static JsonNode branch(JsonNode schema, String keyword, JsonNode root, boolean deep) {
        List<JsonNode> values = new ArrayList<>();
        List<JsonNode> nulls = new ArrayList<>();
        for (JsonNode branch : schema.path(keyword)) {
            boolean isNull = resolved(branch, root).path("type").asText().equals("null");
            (isNull ? nulls : values).add(branch);
        }
        JsonNode chosen = (deep && !nulls.isEmpty()) || values.isEmpty() ? nulls.get(0) : values.get(0);
        ObjectNode beside = schema.deepCopy();
        beside.remove(keyword);
        return beside.isEmpty() ? chosen : merged(beside, resolved(chosen, root));
    }

    static String type(JsonNode schema, boolean deep) {
        JsonNode type = schema.path("type");
        if (type.isTextual()) {
            return type.asText();
        }
        String first = "";
        for (JsonNode option : type) {
            boolean isNull = option.asText().equals("null");
            if (isNull && deep) {
                return "null";
            }
            first = first.isEmpty() && !isNull ? option.asText() : first;
        }
        if (!first.isEmpty()) {
            return first;
        }
        if (type.isArray() && !type.isEmpty()) {
            return "null";
        }
        if (schema.has("properties") || schema.has("required")) {
            return "object";
        }
        return schema.has("items") || schema.has("prefixItems") ? "array" : "string";
    }
}
