package dev.caravan.validation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.networknt.schema.regex.JDKRegularExpressionFactory;
import com.networknt.schema.regex.RegularExpression;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Compiles the common part of JSON Schema: types, {@code enum} and {@code const} of texts, lengths, patterns, formats, ranges,
 * fields, items, references to definitions in the same file, and {@code anyOf} with null. A schema that says anything else
 * has no shape.
 */
final class ShapeReader {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
            .build();
    private static final String DRAFT = "https://json-schema.org/draft/2020-12/schema";
    private static final int DEEPEST = 32;
    private static final int MOST_FIELDS = 64;
    /** Definitions that refer to each other can make a large one of a few lines. */
    private static final int MOST_SHAPES = 5_000;
    /** So many digits that different numbers are different as {@code double}. */
    private static final int MOST_DIGITS = 15;

    private static final Set<String> SAYS_NOTHING =
            Set.of("title", "description", "default", "examples", "$comment", "$defs", "definitions");
    private static final Set<String> KNOWN = Set.of(
            "type",
            "enum",
            "const",
            "minLength",
            "maxLength",
            "pattern",
            "format",
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "exclusiveMaximum",
            "items",
            "minItems",
            "maxItems",
            "properties",
            "required",
            "additionalProperties");

    private final JsonNode root;
    private int shapes;

    private ShapeReader(JsonNode root) {
        this.root = root;
    }

    /** Empty where only a validator can tell. */
    static Optional<Shape> read(String schema) {
        try {
            JsonNode root = JSON.readTree(schema);
            return Optional.of(new ShapeReader(root).shape(root, 0));
        } catch (Unusual | JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** Something in a schema that has no shape. */
    private static final class Unusual extends Exception {
        private static final long serialVersionUID = 1;

        Unusual() {
            super(null, null, false, false);
        }
    }

    private Shape shape(JsonNode node, int depth) throws Unusual {
        demand(depth < DEEPEST && ++shapes <= MOST_SHAPES);
        if (node.isBoolean()) {
            demand(node.booleanValue());
            return Shape.ANY;
        }
        demand(node.isObject());
        Set<String> says = new HashSet<>();
        for (Map.Entry<String, JsonNode> one : node.properties()) {
            boolean draft =
                    one.getKey().equals("$schema") && one.getValue().asText().equals(DRAFT);
            if (!draft && !SAYS_NOTHING.contains(one.getKey())) {
                says.add(one.getKey());
            }
        }
        if (says.equals(Set.of("$ref"))) {
            return shape(definition(node.get("$ref")), depth + 1);
        }
        if (says.equals(Set.of("anyOf"))) {
            return orNull(node.get("anyOf"), depth);
        }
        demand(KNOWN.containsAll(says));
        return new Shape(
                types(node), choice(node), texts(node), numbers(node), items(node, depth), fields(node, depth));
    }

    private JsonNode definition(JsonNode ref) throws Unusual {
        String path = ref.asText();
        demand(path.startsWith("#/$defs/") || path.startsWith("#/definitions/"));
        demand(path.indexOf('~') < 0 && path.indexOf('%') < 0);
        JsonNode there = root.at(path.substring(1));
        demand(!there.isMissingNode());
        return there;
    }

    private Shape orNull(JsonNode any, int depth) throws Unusual {
        demand(any.size() == 2);
        boolean nullFirst = isNull(any.get(0));
        demand(nullFirst || isNull(any.get(1)));
        return shape(any.get(nullFirst ? 1 : 0), depth + 1).orNull();
    }

    private static boolean isNull(JsonNode schema) {
        return schema.size() == 1 && schema.path("type").asText().equals("null");
    }

    private static int types(JsonNode node) throws Unusual {
        JsonNode type = node.get("type");
        if (type == null) {
            return Shape.ALL;
        }
        int types = 0;
        for (JsonNode one : type.isArray() ? type : List.of(type)) {
            types |= switch (one.asText()) {
                case "object" -> Shape.OBJECT;
                case "array" -> Shape.ARRAY;
                case "string" -> Shape.STRING;
                case "number" -> Shape.NUMBER | Shape.INTEGER;
                case "integer" -> Shape.INTEGER;
                case "boolean" -> Shape.TRUE | Shape.FALSE;
                case "null" -> Shape.NULL;
                default -> throw new Unusual();
            };
        }
        return types;
    }

    private static Shape.@Nullable Choice choice(JsonNode node) throws Unusual {
        JsonNode given = node.get("enum");
        JsonNode only = node.get("const");
        if (given == null && only == null) {
            return null;
        }
        demand(given == null || (only == null && given.isArray()));
        List<byte[]> texts = new ArrayList<>();
        int words = 0;
        for (JsonNode one : given == null ? List.of(only) : given) {
            if (one.isTextual()) {
                // Escaped, it stands otherwise in an answer; then nobody finds it here.
                texts.add(one.textValue().getBytes(StandardCharsets.UTF_8));
            } else if (one.isBoolean()) {
                words |= one.booleanValue() ? Shape.TRUE : Shape.FALSE;
            } else {
                demand(one.isNull());
                words |= Shape.NULL;
            }
        }
        return new Shape.Choice(texts.toArray(byte[][]::new), words);
    }

    private static Shape.Texts texts(JsonNode node) throws Unusual {
        JsonNode pattern = node.get("pattern");
        JsonNode format = node.get("format");
        Predicate<String> good = null;
        if (pattern != null) {
            demand(pattern.isTextual());
            RegularExpression compiled =
                    JDKRegularExpressionFactory.getInstance().getRegularExpression(pattern.asText());
            good = compiled::matches;
        }
        if (format != null) {
            demand(format.isTextual());
            SchemaRule rule =
                    new SchemaRule(JSON.createObjectNode().set("format", format).toString());
            good = good == null ? rule::allows : good.and(rule::allows);
        }
        return new Shape.Texts(count(node, "minLength", 0), count(node, "maxLength", Integer.MAX_VALUE), good);
    }

    private static int count(JsonNode node, String key, int otherwise) throws Unusual {
        JsonNode count = node.get(key);
        if (count == null) {
            return otherwise;
        }
        demand(count.isInt() && count.intValue() >= 0);
        return count.intValue();
    }

    private static Shape.Numbers numbers(JsonNode node) throws Unusual {
        boolean above = node.has("exclusiveMinimum");
        boolean below = node.has("exclusiveMaximum");
        demand(!(above && node.has("minimum")) && !(below && node.has("maximum")));
        return new Shape.Numbers(
                bound(node.get(above ? "exclusiveMinimum" : "minimum"), Double.NEGATIVE_INFINITY),
                bound(node.get(below ? "exclusiveMaximum" : "maximum"), Double.POSITIVE_INFINITY),
                above,
                below);
    }

    private static double bound(@Nullable JsonNode bound, double otherwise) throws Unusual {
        if (bound == null) {
            return otherwise;
        }
        demand(bound.isNumber());
        BigDecimal exact = bound.decimalValue();
        demand(exact.precision() <= MOST_DIGITS && Math.abs(exact.scale()) <= MOST_DIGITS);
        demand(exact.precision() - exact.scale() <= MOST_DIGITS);
        return exact.doubleValue();
    }

    private Shape.Items items(JsonNode node, int depth) throws Unusual {
        JsonNode items = node.get("items");
        return new Shape.Items(
                items == null ? null : shape(items, depth + 1),
                count(node, "minItems", 0),
                count(node, "maxItems", Integer.MAX_VALUE));
    }

    private Shape.Fields fields(JsonNode node, int depth) throws Unusual {
        List<byte[]> names = new ArrayList<>();
        List<Shape> shapes = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        JsonNode properties = node.get("properties");
        demand(properties == null || (properties.isObject() && properties.size() <= MOST_FIELDS));
        if (properties != null) {
            for (Map.Entry<String, JsonNode> one : properties.properties()) {
                texts.add(one.getKey());
                names.add(one.getKey().getBytes(StandardCharsets.UTF_8));
                shapes.add(shape(one.getValue(), depth + 1));
            }
        }
        JsonNode others = node.get("additionalProperties");
        boolean closed = others != null && others.isBoolean() && !others.booleanValue();
        return new Shape.Fields(
                names.toArray(byte[][]::new),
                shapes.toArray(Shape[]::new),
                required(node.get("required"), texts),
                closed,
                closed || others == null ? null : shape(others, depth + 1));
    }

    private static long required(@Nullable JsonNode required, List<String> names) throws Unusual {
        long bits = 0;
        demand(required == null || required.isArray());
        Iterator<JsonNode> each = required == null ? List.<JsonNode>of().iterator() : required.iterator();
        while (each.hasNext()) {
            int at = names.indexOf(each.next().asText());
            demand(at >= 0);
            bits |= 1L << at;
        }
        return bits;
    }

    private static void demand(boolean usual) throws Unusual {
        if (!usual) {
            throw new Unusual();
        }
    }
}
