package dev.caravan.simulator.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The subset of JSON Schema that structured output takes: closed objects, no ranges or lengths, no recursion. */
final class SchemaRules {
    private static final int MOST_OPTIONAL = 24;
    private static final int MOST_UNIONS = 16;
    private static final List<String> REFUSED = List.of(
            "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength");

    private final JsonNode root;
    private final String where;
    private final Deque<String> trail = new ArrayDeque<>();
    private final Set<String> harmless = new HashSet<>();
    private int optional;
    private int unions;

    private SchemaRules(JsonNode root, String where) {
        this.root = root;
        this.where = where;
    }

    static void check(JsonNode schema, String where) {
        SchemaRules rules = new SchemaRules(schema, where);
        if (!schema.isObject()) {
            throw rules.refused("Input should be an object");
        }
        rules.walk(schema);
        if (rules.optional > MOST_OPTIONAL) {
            throw rules.refused("Schemas contain too many optional parameters (%d), the limit is %d"
                    .formatted(rules.optional, MOST_OPTIONAL));
        }
        if (rules.unions > MOST_UNIONS) {
            throw rules.refused("Schemas contain too many parameters with union types (%d), the limit is %d"
                    .formatted(rules.unions, MOST_UNIONS));
        }
    }

    private void walk(JsonNode schema) {
        for (String keyword : REFUSED) {
            if (schema.has(keyword)) {
                throw refused("For '%s' type, property '%s' is not supported"
                        .formatted(schema.path("type").asText("any"), keyword));
            }
        }
        if (schema.has("properties") || schema.path("type").asText().equals("object")) {
            object(schema);
        }
        if (schema.path("type").isArray() || schema.has("anyOf")) {
            unions++;
        }
        if (schema.has("$ref")) {
            follow(schema.path("$ref").asText());
        }
        for (String group : List.of("properties", "$defs", "definitions")) {
            schema.path(group).forEach(this::walk);
        }
        for (String group : List.of("anyOf", "allOf")) {
            schema.path(group).forEach(this::walk);
        }
        walkItems(schema.path("items"));
    }

    private void walkItems(JsonNode items) {
        if (items.isObject()) {
            walk(items);
        }
    }

    private void object(JsonNode schema) {
        JsonNode more = schema.path("additionalProperties");
        if (!more.isBoolean() || more.asBoolean()) {
            throw refused("For 'object' type, 'additionalProperties' must be explicitly set to false");
        }
        Set<String> required = new HashSet<>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            optional += required.contains(property.getKey()) ? 0 : 1;
        }
    }

    private void follow(String ref) {
        JsonNode target = ref.matches("#/(\\$defs|definitions)/.+") ? root.at(ref.substring(1)) : root.path("$none");
        if (target.isMissingNode() || trail.contains(ref)) {
            throw refused(
                    target.isMissingNode()
                            ? "$ref '%s' cannot be resolved".formatted(ref)
                            : "Recursive schemas are not supported ('%s')".formatted(ref));
        }
        if (harmless.contains(ref)) {
            return;
        }
        trail.push(ref);
        target.findValues("$ref").forEach(inner -> follow(inner.asText()));
        trail.pop();
        harmless.add(ref);
    }

    private AnthropicException refused(String why) {
        return AnthropicException.badRequest(where + ": " + why);
    }
}
