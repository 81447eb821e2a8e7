package dev.caravan.task;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What an output schema says of the types of its values, as far as that is plain. */
final class AnswerTypes {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_REFERENCES = 20;

    private final JsonNode root;

    private AnswerTypes(JsonNode root) {
        this.root = root;
    }

    /** What a value is. ANY: it can't be told, and nothing is said against it. */
    enum Type {
        NUMBER,
        TEXT,
        TRUTH,
        LIST,
        OBJECT,
        ANY;

        @Override
        public String toString() {
            return switch (this) {
                case TRUTH -> "true or false";
                case LIST -> "a list";
                case OBJECT -> "an object";
                case ANY -> "anything";
                default -> "a " + name().toLowerCase(Locale.ROOT);
            };
        }
    }

    static AnswerTypes of(String schema) {
        try {
            return new AnswerTypes(JSON.readTree(schema));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Not a schema: " + e.getOriginalMessage(), e);
        }
    }

    JsonNode root() {
        return root;
    }

    /** The schema of a property; missing if there is none. */
    JsonNode property(JsonNode schema, String name) {
        return resolved(schema).path("properties").path(name);
    }

    /** Whether the schema names the properties that its value may have. */
    boolean isClosed(JsonNode schema) {
        JsonNode own = resolved(schema);
        return own.path("properties").isObject() && !own.has("allOf") && !own.has("anyOf") && !own.has("oneOf");
    }

    JsonNode items(JsonNode schema) {
        return resolved(schema).path("items");
    }

    /** The values that it may have; missing if it does not say. */
    JsonNode options(JsonNode schema) {
        return resolved(schema).path("enum");
    }

    Type type(JsonNode schema) {
        JsonNode own = resolved(schema);
        Set<Type> types = EnumSet.noneOf(Type.class);
        JsonNode said = own.path("type");
        if (said.isTextual()) {
            add(said.textValue(), types);
        }
        said.forEach(one -> add(one.asText(), types));
        if (types.isEmpty() && own.has("const")) {
            types.add(ofValue(own.path("const")));
        }
        if (types.isEmpty()) {
            own.path("enum").forEach(value -> types.add(ofValue(value)));
        }
        return types.size() == 1 ? types.iterator().next() : Type.ANY;
    }

    /** A null is no value: it says nothing of the others. */
    private static void add(String word, Set<Type> types) {
        switch (word) {
            case "number", "integer" -> types.add(Type.NUMBER);
            case "string" -> types.add(Type.TEXT);
            case "boolean" -> types.add(Type.TRUTH);
            case "array" -> types.add(Type.LIST);
            case "object" -> types.add(Type.OBJECT);
            default -> {}
        }
    }

    private static Type ofValue(JsonNode value) {
        return switch (value.getNodeType()) {
            case NUMBER -> Type.NUMBER;
            case STRING -> Type.TEXT;
            case BOOLEAN -> Type.TRUTH;
            case ARRAY -> Type.LIST;
            case OBJECT -> Type.OBJECT;
            default -> Type.ANY;
        };
    }

    private JsonNode resolved(JsonNode schema) {
        JsonNode own = schema;
        for (int i = 0; i < MOST_REFERENCES && own.path("$ref").isTextual(); i++) {
            String pointer = own.path("$ref").textValue();
            own = pointer.equals("#") ? root : pointer.startsWith("#/") ? root.at(pointer.substring(1)) : own.path("");
        }
        return own;
    }
}
