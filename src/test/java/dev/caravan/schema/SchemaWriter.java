package dev.caravan.schema;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.config.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Writes the shape of a file as JSON Schema, draft 2020-12. */
final class SchemaWriter {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FILLED = ".*\\$\\{.+\\}.*";

    private final Function<String, String> texts;
    private final boolean placeholders;

    /**
     * @param texts says what stands at a path
     * @param placeholders whether placeholders in the file are filled from the environment
     */
    SchemaWriter(Function<String, String> texts, boolean placeholders) {
        this.texts = texts;
        this.placeholders = placeholders;
    }

    ObjectNode write(ConfigFile file, Shape top) {
        ObjectNode schema = JSON.createObjectNode();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", file.title());
        schema.put("description", texts.apply(""));
        schema.setAll(mapping(top, "", false));
        return schema;
    }

    private ObjectNode place(Shape shape, String path, boolean wanted) {
        List<ObjectNode> ways = ways(shape, path, wanted);
        if (ways.size() == 1) {
            return ways.get(0);
        }
        ObjectNode any = JSON.createObjectNode();
        any.putArray("anyOf").addAll(ways);
        return any;
    }

    private List<ObjectNode> ways(Shape shape, String path, boolean wanted) {
        List<ObjectNode> ways = new ArrayList<>();
        if (shape.plain()) {
            ways.add(anything());
            return ways;
        }
        if (!shape.instead().isEmpty()) {
            ObjectNode words = JSON.createObjectNode();
            shape.instead().forEach(words.putArray("enum")::add);
            ways.add(words);
        }
        if (shape.scalar()) {
            ways.add(scalar(shape));
        }
        if (shape.list()) {
            ObjectNode list = typed("array", !wanted);
            list.set("items", place(shape.child(Shape.ITEM), Shape.join(path, Shape.ITEM), true));
            ways.add(list);
        }
        if (shape.mapping()) {
            ways.add(mapping(shape, path, !wanted));
        }
        return ways;
    }

    /** Whatever JSON has, but nothing. */
    private static ObjectNode anything() {
        return text(List.of("string", "number", "boolean", "object", "array"), null, false);
    }

    private ObjectNode mapping(Shape shape, String path, boolean mayBeNull) {
        ObjectNode map = typed("object", mayBeNull);
        if (!shape.closed()) {
            if (shape.keyForms().size() == 1) {
                map.putObject("propertyNames")
                        .put("pattern", whole(shape.keyForms().iterator().next()));
            }
            map.set("additionalProperties", place(shape.child(Shape.ANY), Shape.join(path, Shape.ANY), true));
            return map;
        }
        ObjectNode keys = JSON.createObjectNode();
        ArrayNode required = JSON.createArrayNode();
        for (String key : shape.keys()) {
            String at = Shape.join(path, key);
            ObjectNode property = JSON.createObjectNode();
            property.put("description", texts.apply(at));
            property.setAll(place(shape.child(key), at, shape.wants(key)));
            Defaults.json(shape, key).ifPresent(value -> property.set("default", value));
            keys.set(key, property);
            if (shape.wants(key)) {
                required.add(key);
            }
        }
        map.set("properties", keys);
        if (!required.isEmpty()) {
            map.set("required", required);
        }
        map.put("additionalProperties", false);
        return map;
    }

    private ObjectNode scalar(Shape shape) {
        boolean filled = placeholders && shape.filled();
        if (shape.words().equals(Set.of("true", "false"))) {
            return text(List.of("boolean", "string"), "true|false", filled);
        }
        if (!shape.words().isEmpty()) {
            return words(shape.words(), filled);
        }
        if (!shape.measures().isEmpty()) {
            return measured(shape.measures().iterator().next(), filled);
        }
        if (!shape.forms().isEmpty()) {
            String form = shape.forms().iterator().next();
            List<String> types = new ArrayList<>(List.of("string"));
            if ("7".matches(form)) {
                types.add("7.5".matches(form) ? "number" : "integer");
            }
            if ("true".matches(form)) {
                types.add("boolean");
            }
            ObjectNode one = text(types, form, filled);
            if (types.contains("integer") && !"-1".matches(form)) {
                one.put("minimum", 0);
            }
            return one;
        }
        return text(List.of("string", "number", "boolean"), null, false);
    }

    private static ObjectNode words(Set<String> words, boolean filled) {
        ObjectNode one = JSON.createObjectNode();
        ArrayNode all = one.putArray("enum");
        for (String word : words) {
            all.add(word);
            if (word.equals("true") || word.equals("false")) {
                all.add(Boolean.parseBoolean(word));
            } else if (word.matches("\\d{1,9}")) {
                all.add(Integer.parseInt(word));
            }
        }
        if (!filled) {
            return one;
        }
        ObjectNode any = JSON.createObjectNode();
        any.putArray("anyOf").add(one).add(text(List.of("string"), FILLED, false));
        return any;
    }

    private static ObjectNode measured(Shape.Measure measure, boolean filled) {
        String number = switch (measure.kind()) {
            case "number", "count", "size" -> "integer";
            case "decimal" -> "number";
            default -> "";
        };
        ObjectNode one = text(number.isEmpty() ? List.of("string") : List.of(number, "string"), measure.form(), filled);
        if (!number.isEmpty()) {
            one.put("minimum", measure.least());
            if (measure.most() != Long.MAX_VALUE) {
                one.put("maximum", measure.most());
            }
        }
        return one;
    }

    private static ObjectNode text(List<String> types, String form, boolean filled) {
        ObjectNode one = JSON.createObjectNode();
        if (types.size() == 1) {
            one.put("type", types.get(0));
        } else {
            types.forEach(one.putArray("type")::add);
        }
        if (form != null) {
            one.put("pattern", whole(filled ? form + "|" + FILLED : form));
        }
        return one;
    }

    private static ObjectNode typed(String type, boolean mayBeNull) {
        return text(mayBeNull ? List.of(type, "null") : List.of(type), null, false);
    }

    /** A form without groups around it: the whole text, as {@code String.matches} has it. */
    private static String whole(String form) {
        return "^(?:" + form + ")$";
    }

    /** As it is committed: indented by two, one line break at the end. */
    static String pretty(ObjectNode schema) {
        return schema.toPrettyString()
                        .lines()
                        .map(line -> line.replace("\" : ", "\": "))
                        .collect(Collectors.joining("\n"))
                + "\n";
    }
}
