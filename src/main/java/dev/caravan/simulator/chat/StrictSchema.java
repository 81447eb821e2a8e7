package dev.caravan.simulator.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.simulator.core.Json;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The subset of JSON Schema that strict output takes. */
record StrictSchema(String name, String param) {
    private static final List<String> REFUSED =
            List.of("allOf", "oneOf", "not", "if", "then", "else", "dependentRequired", "dependentSchemas");

    static void check(JsonNode schema, String name, String param) {
        StrictSchema rules = new StrictSchema(name, param);
        if (!schema.path("type").asText().equals("object")) {
            throw rules.refused("", "schema must be a JSON Schema of 'type: \"object\"'");
        }
        rules.walk(schema, "");
    }

    private void walk(JsonNode schema, String context) {
        for (String keyword : REFUSED) {
            if (schema.has(keyword)) {
                throw refused(context, "'%s' is not permitted".formatted(keyword));
            }
        }
        if (schema.has("properties") || schema.path("type").asText().equals("object")) {
            object(schema, context);
        }
        for (String group : List.of("properties", "$defs", "definitions")) {
            for (Map.Entry<String, JsonNode> part : schema.path(group).properties()) {
                walk(part.getValue(), "%s'%s', '%s', ".formatted(context, group, part.getKey()));
            }
        }
        if (schema.has("items")) {
            walk(schema.path("items"), context + "'items', ");
        }
        for (JsonNode branch : schema.path("anyOf")) {
            walk(branch, context + "'anyOf', ");
        }
    }

    private void object(JsonNode schema, String context) {
        JsonNode more = schema.path("additionalProperties");
        if (!more.isBoolean() || more.asBoolean()) {
            throw refused(context, "'additionalProperties' is required to be supplied and to be false");
        }
        Set<String> required = new HashSet<>();
        schema.path("required").forEach(key -> required.add(key.asText()));
        for (String key : Json.names(schema.path("properties"))) {
            if (!required.contains(key)) {
                throw refused(
                        context,
                        "'required' is required to be supplied and to be an array including every key in properties. Missing '%s'"
                                .formatted(key));
            }
        }
    }

    private ApiException refused(String context, String why) {
        String place = context.isEmpty() ? "" : context.substring(0, context.length() - 2);
        return ApiException.badRequest(
                "Invalid schema for %s '%s': In context=(%s), %s.".formatted(param, name, place, why),
                param,
                "invalid_json_schema");
    }
}
