package dev.caravan.console.review;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One field of a form, as the schema of the answers has it.
 *
 * @param keys from the top of the answer; empty for the whole answer
 * @param required whether the schema wants it where its parent is
 * @param options of a choice, in the schema's order; else empty
 */
record FieldSpec(List<String> keys, Kind kind, boolean required, List<JsonNode> options, JsonNode schema) {
    private static final int DEEPEST = 4;
    private static final int LONG_TEXT = 200;

    enum Kind {
        TEXT,
        NUMBER,
        BOOLEAN,
        /** One of several values. */
        CHOICE,
        /** Some of several values. */
        CHOICES,
        /** A list of texts or numbers, one a line. */
        LINES,
        /** Everything else: written as JSON. */
        JSON
    }

    FieldSpec {
        keys = List.copyOf(keys);
        options = List.copyOf(options);
    }

    /** The fields of an answer: those of the schema first, then what the answer has beside them. */
    static List<FieldSpec> of(@Nullable JsonNode schema, @Nullable JsonNode answer) {
        List<FieldSpec> fields = new ArrayList<>();
        if (schema == null || !schema.path("properties").isObject()) {
            return List.of(json(List.of(), true, schema));
        }
        object(List.of(), schema, answer, fields);
        return fields;
    }

    private static void object(List<String> keys, JsonNode schema, @Nullable JsonNode value, List<FieldSpec> fields) {
        List<String> required = new ArrayList<>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        JsonNode properties = schema.path("properties");
        properties.properties().forEach(entry -> {
            String name = entry.getKey();
            add(
                    Stream.concat(keys.stream(), Stream.of(name)).toList(),
                    entry.getValue(),
                    required.contains(name),
                    value == null ? null : value.get(name),
                    fields);
        });
        if (value != null && value.isObject()) {
            value.fieldNames().forEachRemaining(name -> {
                if (!properties.has(name)) {
                    fields.add(
                            json(Stream.concat(keys.stream(), Stream.of(name)).toList(), false, null));
                }
            });
        }
    }

    private static void add(
            List<String> keys, JsonNode schema, boolean required, @Nullable JsonNode value, List<FieldSpec> fields) {
        boolean plainObject =
                type(schema).equals("object") && schema.path("properties").isObject();
        if (plainObject && keys.size() < DEEPEST && (value == null || value.isObject())) {
            object(keys, schema, value, fields);
            return;
        }
        Kind kind = kind(schema);
        // A value of a kind that its field has no place for is shown as it is, never bent.
        boolean fits = value == null || value.isNull() || fits(kind, schema, value);
        JsonNode items = schema.path("items").path("enum");
        fields.add(
                fits
                        ? new FieldSpec(
                                keys, kind, required, nodes(kind == Kind.CHOICES ? items : schema.path("enum")), schema)
                        : json(keys, required, schema));
    }

    private static FieldSpec json(List<String> keys, boolean required, @Nullable JsonNode schema) {
        JsonNode known = schema == null ? MissingNode.getInstance() : schema;
        return new FieldSpec(keys, Kind.JSON, required, List.of(), known);
    }

    private static List<JsonNode> nodes(JsonNode array) {
        List<JsonNode> nodes = new ArrayList<>();
        array.forEach(nodes::add);
        return nodes;
    }

    private static Kind kind(JsonNode schema) {
        if (Stream.of("$ref", "oneOf", "anyOf", "allOf", "not", "if", "const").anyMatch(schema::has)) {
            return Kind.JSON;
        }
        if (schema.path("enum").isArray() && Leaves.isList(schema.path("enum"))) {
            return Kind.CHOICE;
        }
        JsonNode items = schema.path("items");
        return switch (type(schema)) {
            case "string" -> Kind.TEXT;
            case "number", "integer" -> Kind.NUMBER;
            case "boolean" -> Kind.BOOLEAN;
            case "array" ->
                items.path("enum").isArray() && Leaves.isList(items.path("enum"))
                        ? Kind.CHOICES
                        : List.of("string", "number", "integer").contains(type(items)) ? Kind.LINES : Kind.JSON;
            default -> Kind.JSON;
        };
    }

    private static boolean fits(Kind kind, JsonNode schema, JsonNode value) {
        return switch (kind) {
            case TEXT -> value.isTextual();
            case NUMBER -> value.isNumber();
            case BOOLEAN -> value.isBoolean();
            case CHOICE -> !value.isContainerNode();
            case CHOICES -> value.isArray() && Leaves.isList(value);
            case LINES -> value.isArray() && eachOnALine(value);
            case JSON -> true;
        };
    }

    private static boolean eachOnALine(JsonNode list) {
        for (JsonNode item : list) {
            boolean line = item.isNumber()
                    || item.isTextual()
                            && !item.textValue().isBlank()
                            && item.textValue().equals(item.textValue().strip())
                            && !item.textValue().contains("\n");
            if (!line) {
                return false;
            }
        }
        return true;
    }

    /** The one type that is not null; empty if there are several. */
    static String type(JsonNode schema) {
        JsonNode type = schema.path("type");
        if (type.isTextual()) {
            return type.textValue();
        }
        List<String> others = new ArrayList<>();
        type.forEach(one -> {
            if (!one.asText().equals("null")) {
                others.add(one.asText());
            }
        });
        return others.size() == 1 ? others.get(0) : "";
    }

    boolean mayBeNull() {
        for (JsonNode type : schema.path("type")) {
            if (type.asText().equals("null")) {
                return true;
            }
        }
        return false;
    }

    boolean isLong(String value) {
        return schema.path("maxLength").asInt(LONG_TEXT) >= LONG_TEXT && (value.length() > 60 || value.contains("\n"));
    }

    /** As findings name it. */
    String path() {
        return String.join(".", keys);
    }

    /** Of the form's parameter: unambiguous for any key. */
    String parameter() {
        StringBuilder name = new StringBuilder("v");
        keys.forEach(key -> name.append('/').append(key.replace("~", "~0").replace("/", "~1")));
        return name.toString();
    }
}
