package dev.caravan.console.review;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** A JSON value as fields that a person reads: the path of each leaf, as findings name it, and its text. */
final class Leaves {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
            .build();
    private static final int MOST = 2_000;

    private final Map<String, String> leaves = new LinkedHashMap<>();

    private Leaves() {}

    /** Parses, or gives null for what is no JSON. */
    static @Nullable JsonNode parse(@Nullable String text) {
        try {
            JsonNode node = text == null ? null : JSON.readTree(text);
            return node == null || node.isMissingNode() ? null : node;
        } catch (IOException e) {
            return null;
        }
    }

    /** Of JSON, or the whole text under the empty path if it is none. */
    static Map<String, String> of(@Nullable String text) {
        JsonNode node = parse(text);
        return node == null ? (text == null ? Map.of() : Map.of("", text)) : of(node);
    }

    static Map<String, String> of(JsonNode node) {
        Leaves all = new Leaves();
        all.add("", node);
        return all.leaves;
    }

    private void add(String path, JsonNode node) {
        if (leaves.size() >= MOST) {
            leaves.put("…", "There is more than can be shown here");
        } else if (node.isObject() && !node.isEmpty()) {
            node.properties()
                    .forEach(entry ->
                            add(path.isEmpty() ? entry.getKey() : path + "." + entry.getKey(), entry.getValue()));
        } else if (node.isArray() && !node.isEmpty() && !isList(node)) {
            for (int i = 0; i < node.size(); i++) {
                add(path + "[" + i + "]", node.get(i));
            }
        } else {
            leaves.put(path, text(node));
        }
    }

    /** An array of single values, which is shown as one field with a line for each. */
    static boolean isList(JsonNode node) {
        for (JsonNode item : node) {
            if (item.isContainerNode()) {
                return false;
            }
        }
        return true;
    }

    static String text(JsonNode node) {
        if (node.isTextual()) {
            return node.textValue();
        }
        if (node.isArray() && !node.isEmpty()) {
            StringJoiner lines = new StringJoiner("\n");
            node.forEach(item -> lines.add(item.isTextual() ? item.textValue() : item.toString()));
            return lines.toString();
        }
        return node.isNull() ? "(null)" : node.isEmpty() && node.isContainerNode() ? "(empty)" : node.toString();
    }
}
