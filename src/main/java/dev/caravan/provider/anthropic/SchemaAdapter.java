package dev.caravan.provider.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Copies the part of a schema that the provider takes: objects closed; no recursion, ranges, lengths or patterns; at most
 * 24 optional properties and 16 unions (platform.claude.com, structured outputs, read 2026-09-26).
 */
final class SchemaAdapter {
    private static final int MOST_OPTIONAL = 24;
    private static final int MOST_UNIONS = 16;
    private static final List<String> AS_IT_IS = List.of("type", "required", "enum", "const", "title", "description");

    /** Without these the rest could forbid answers that the whole schema wants. */
    private static final Set<String> NEEDED = Set.of(
            "allOf",
            "if",
            "then",
            "else",
            "dependentSchemas",
            "patternProperties",
            "prefixItems",
            "$dynamicRef",
            "$anchor");

    private final ObjectNode root;
    private final Deque<String> path = new ArrayDeque<>();
    private final Set<String> followed = new HashSet<>();
    private int optional;
    private int unions;

    /** The schema can't be given to the provider. */
    static final class Unfit extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final String why;

        Unfit(String why) {
            super(why);
            this.why = why;
        }

        String why() {
            return why;
        }
    }

    SchemaAdapter(ObjectNode root) {
        this.root = root;
    }

    ObjectNode adapt() {
        ObjectNode adapted = copy(root);
        if (optional > MOST_OPTIONAL) {
            throw new Unfit("it has " + optional + " optional properties, and at most " + MOST_OPTIONAL + " are taken");
        }
        if (unions > MOST_UNIONS) {
            throw new Unfit("it has " + unions + " unions of types, and at most " + MOST_UNIONS + " are taken");
        }
        return adapted;
    }

    private ObjectNode copy(JsonNode schema) {
        if (!schema.isObject()) {
            throw new Unfit("a part of it is " + schema + ", not an object");
        }
        for (String keyword : NEEDED) {
            if (schema.has(keyword)) {
                throw new Unfit("it uses \"" + keyword + "\"");
            }
        }
        ObjectNode out = root.objectNode();
        AS_IT_IS.stream().filter(schema::has).forEach(keyword -> out.set(keyword, schema.get(keyword)));
        if (schema.path("type").isArray()) {
            unions++;
        }
        references(schema, out);
        variants(schema, out);
        object(schema, out);
        if (schema.path("items").isObject()) {
            out.set("items", copy(schema.get("items")));
        }
        return out;
    }

    private void references(JsonNode schema, ObjectNode out) {
        for (String defs : List.of("$defs", "definitions")) {
            if (schema.has(defs)) {
                ObjectNode copies = out.putObject(defs);
                schema.get(defs).properties().forEach(def -> copies.set(def.getKey(), copy(def.getValue())));
            }
        }
        if (schema.has("$ref")) {
            String ref = schema.get("$ref").asText();
            follow(ref);
            out.put("$ref", ref);
        }
    }

    /** Walks where a reference leads, only to see that it never comes back. */
    private void follow(String ref) {
        if (path.contains(ref)) {
            throw new Unfit("it is recursive (" + ref + ")");
        }
        JsonNode target = ref.matches("#/(\\$defs|definitions)/[^~%]+") ? root.at(ref.substring(1)) : null;
        if (target == null || target.isMissingNode()) {
            throw new Unfit("it refers to \"" + ref + "\"");
        }
        if (followed.contains(ref)) {
            return;
        }
        path.push(ref);
        target.findValues("$ref").forEach(inner -> follow(inner.asText()));
        path.pop();
        followed.add(ref);
    }

    private void variants(JsonNode schema, ObjectNode out) {
        for (String keyword : List.of("anyOf", "oneOf")) {
            if (schema.has(keyword)) {
                unions++;
                var copies = out.putArray("anyOf");
                schema.get(keyword).forEach(variant -> copies.add(copy(variant)));
            }
        }
    }

    private void object(JsonNode schema, ObjectNode out) {
        boolean isObject = schema.path("type").asText().equals("object") || contains(schema.path("type"), "object");
        if (!isObject && !schema.has("properties")) {
            return;
        }
        if (schema.path("properties").isEmpty()
                || schema.path("additionalProperties").isObject()) {
            throw new Unfit("it has an object whose properties have no fixed names");
        }
        ObjectNode properties = out.putObject("properties");
        for (Map.Entry<String, JsonNode> property : schema.get("properties").properties()) {
            properties.set(property.getKey(), copy(property.getValue()));
            if (!contains(schema.path("required"), property.getKey())) {
                optional++;
            }
        }
        for (JsonNode name : schema.path("required")) {
            if (!properties.has(name.asText())) {
                throw new Unfit("it requires \"" + name.asText() + "\" without saying what it is");
            }
        }
        out.put("additionalProperties", false);
    }

    private static boolean contains(JsonNode array, String text) {
        for (JsonNode item : array) {
            if (item.asText().equals(text)) {
                return true;
            }
        }
        return false;
    }
}
