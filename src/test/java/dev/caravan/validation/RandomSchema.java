package dev.caravan.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Random;

/** Schemas by lot, and answers that mostly keep to them. */
final class RandomSchema {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int DEEPEST = 3;
    private static final List<String> NAMES = List.of("id", "kind", "total", "note", "tags", "näme", "a b", "x", "y");
    private static final List<String> TEXTS = List.of(
            "",
            "a",
            "abc",
            "T-1",
            "ü😀",
            "say \"hi\"",
            "tab\tnew\nline",
            "2026-11-22",
            "a@example.com",
            "not a date",
            "a < b",
            "x <b>bold</b>",
            "back\\slash",
            "slash/",
            "12",
            "null",
            "\u007f\u2028",
            "a long text of some words");
    private static final List<String> NUMBERS = List.of(
            "0",
            "1",
            "-1",
            "7",
            "10",
            "0.5",
            "0.50",
            "0.9999999999999999",
            "1.0",
            "-0.1",
            "100",
            "999999999999999",
            "12345678901234567890",
            "0.000001",
            "1.5",
            "3.0",
            "1000000000000000000000000000000.5",
            "0.3",
            "0.30000000000000004");
    private static final List<String> FORMATS = List.of("date", "date-time", "email", "uri", "uuid", "ipv4", "money");
    private static final List<String> PATTERNS = List.of("^T-[0-9]+$", "a", "^.{0,3}$", "\\\\d", "[äöü]");

    private final Random random;

    RandomSchema(Random random) {
        this.random = random;
    }

    /** What an object has to be. */
    ObjectNode schema() {
        ObjectNode root = object(0);
        if (chance(10)) {
            root.putObject("$defs").set("thing", value(1));
            ((ObjectNode) root.get("properties"))
                    .set("thing", JSON.createObjectNode().put("$ref", "#/$defs/thing"));
        }
        if (chance(20)) {
            root.put("title", "By lot").put("$schema", "https://json-schema.org/draft/2020-12/schema");
        }
        return root;
    }

    private ObjectNode object(int depth) {
        ObjectNode schema = JSON.createObjectNode().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = JSON.createArrayNode();
        for (String name : NAMES) {
            if (chance(3)) {
                properties.set(name, value(depth + 1));
                if (!chance(3)) {
                    required.add(name);
                }
            }
        }
        if (!chance(4)) {
            schema.set("required", required);
        }
        switch (random.nextInt(4)) {
            case 0 -> schema.set("additionalProperties", value(depth + 1));
            case 1 -> schema.put("additionalProperties", true);
            case 2 -> schema.put("additionalProperties", false);
            default -> {}
        }
        return schema;
    }

    private JsonNode value(int depth) {
        ObjectNode schema = JSON.createObjectNode();
        switch (random.nextInt(depth < DEEPEST ? 10 : 7)) {
            case 0, 1 -> text(schema.put("type", "string"));
            case 2, 3 -> number(schema.put("type", chance(2) ? "number" : "integer"));
            case 4 -> schema.put("type", "boolean");
            case 5 -> choice(schema);
            case 6 -> {
                schema.putArray("type").add(chance(2) ? "string" : "number").add("null");
                text(schema);
                number(schema);
            }
            case 7 -> {
                schema.put("type", "array");
                schema.set("items", value(depth + 1));
                maybe(schema, "minItems", 2);
                maybe(schema, "maxItems", 3);
            }
            case 8 -> {
                ArrayNode any = schema.putArray("anyOf");
                any.add(value(depth + 1));
                any.insert(random.nextInt(2), JSON.createObjectNode().put("type", "null"));
            }
            default -> {
                return chance(5) ? JSON.getNodeFactory().booleanNode(true) : object(depth);
            }
        }
        return schema;
    }

    private void text(ObjectNode schema) {
        maybe(schema, "minLength", 3);
        maybe(schema, "maxLength", 12);
        if (chance(6)) {
            schema.put("pattern", pick(PATTERNS));
        }
        if (chance(6)) {
            schema.put("format", pick(FORMATS));
        }
    }

    private void number(ObjectNode schema) {
        if (chance(3)) {
            schema.put(chance(2) ? "minimum" : "exclusiveMinimum", chance(2) ? 0.3 : 0);
        }
        if (chance(3)) {
            schema.put(chance(2) ? "maximum" : "exclusiveMaximum", chance(2) ? 1.5 : 1);
        }
        if (chance(20)) {
            schema.put("multipleOf", 2);
        }
    }

    private void choice(ObjectNode schema) {
        if (chance(2)) {
            schema.put("type", "string");
        }
        if (chance(4)) {
            schema.put("const", pick(TEXTS));
            return;
        }
        ArrayNode choice = schema.putArray("enum");
        for (int i = random.nextInt(4); i >= 0; i--) {
            choice.add(pick(TEXTS));
        }
        if (chance(3)) {
            choice.addNull().add(true);
        }
        if (chance(20)) {
            choice.add(7);
        }
    }

    private void maybe(ObjectNode schema, String key, int most) {
        if (chance(3)) {
            schema.put(key, random.nextInt(most + 1));
        }
    }

    /** Compact JSON that fits in most places. */
    String answer(JsonNode root, JsonNode schema) {
        if (chance(60)) {
            return pick(List.of("null", "[]", "{}", "true", text(), pick(NUMBERS)));
        }
        if (schema.has("$ref")) {
            return answer(root, root.at(schema.get("$ref").textValue().substring(1)));
        }
        if (schema.has("anyOf")) {
            return answer(root, schema.get("anyOf").get(random.nextInt(2)));
        }
        if (schema.has("enum")) {
            return schema.get("enum")
                    .get(random.nextInt(schema.get("enum").size()))
                    .toString();
        }
        if (schema.has("const")) {
            return schema.get("const").toString();
        }
        JsonNode type = schema.path("type");
        return switch (type.isArray() ? type.get(random.nextInt(type.size())).textValue() : type.asText()) {
            case "object" -> fields(root, schema);
            case "array" -> items(root, schema.get("items"));
            case "number" -> pick(NUMBERS);
            case "integer" -> String.valueOf(random.nextInt(4) - 1);
            case "boolean" -> String.valueOf(random.nextBoolean());
            case "null" -> "null";
            default -> text();
        };
    }

    private String fields(JsonNode root, JsonNode schema) {
        StringBuilder json = new StringBuilder("{");
        JsonNode others = schema.path("additionalProperties");
        for (var property : schema.path("properties").properties()) {
            boolean left = chance(30);
            for (int i = left ? 0 : chance(60) ? 2 : 1; i > 0; i--) {
                add(json, property.getKey(), answer(root, property.getValue()));
            }
        }
        for (int i = others.isBoolean() && !others.booleanValue() ? chance(20) ? 1 : 0 : random.nextInt(3);
                i > 0;
                i--) {
            add(json, "more" + random.nextInt(8), answer(root, others));
        }
        return json.append('}').toString();
    }

    private static void add(StringBuilder json, String name, String value) {
        json.append(json.length() > 1 ? "," : "")
                .append('"')
                .append(name)
                .append("\":")
                .append(value);
    }

    private String items(JsonNode root, JsonNode each) {
        StringBuilder json = new StringBuilder("[");
        for (int i = random.nextInt(4); i > 0; i--) {
            json.append(json.length() > 1 ? "," : "").append(answer(root, each));
        }
        return json.append(']').toString();
    }

    private String text() {
        return JSON.getNodeFactory().textNode(pick(TEXTS)).toString();
    }

    private boolean chance(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }

    private String pick(List<String> some) {
        return some.get(random.nextInt(some.size()));
    }
}
