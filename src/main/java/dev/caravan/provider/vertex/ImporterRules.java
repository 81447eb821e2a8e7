package dev.caravan.provider.vertex;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Vertex loads request files like a table: one breach of its rules in one line fails the whole job. All lines of a batch
 * have the same fixed part, so it is checked once: no empty objects, no nulls, names that can be columns, one type for
 * each path, at most 15 levels.
 */
final class ImporterRules {
    private static final int DEEPEST = 15;
    /** The levels above the request's own fields. */
    private static final int ABOVE = 1;

    private static final Pattern COLUMN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,299}");

    private final Map<String, String> types = new HashMap<>();

    private ImporterRules() {}

    /** @throws IllegalArgumentException naming the place of the first breach */
    static void check(ObjectNode request) {
        ImporterRules rules = new ImporterRules();
        request.properties().forEach(field -> rules.field("request", field.getKey(), field.getValue(), ABOVE + 1));
    }

    private void field(String above, String name, JsonNode value, int level) {
        String path = above + "." + name;
        if (!COLUMN.matcher(name).matches()) {
            throw breach(path, "\"" + name + "\" is no name of a column: use letters, digits and _ only");
        }
        value(path, value, level);
    }

    private void value(String path, JsonNode value, int level) {
        if (level > DEEPEST) {
            throw breach(path, "it lies deeper than " + DEEPEST + " levels");
        }
        if (value.isNull() || (value.isContainerNode() && value.isEmpty())) {
            throw breach(path, value.isNull() ? "it is null" : "it is empty");
        }
        String type = type(value);
        String before = types.putIfAbsent(path, type);
        if (before != null && !before.equals(type)) {
            throw breach(path, "it is a " + before + " in one place and a " + type + " in another");
        }
        if (value.isArray()) {
            value.forEach(item -> value(path + "[]", item, level));
        } else {
            value.properties().forEach(field -> field(path, field.getKey(), field.getValue(), level + 1));
        }
    }

    private static String type(JsonNode value) {
        return value.isNumber() ? "number" : value.getNodeType().toString().toLowerCase(java.util.Locale.ROOT);
    }

    private static IllegalArgumentException breach(String path, String why) {
        return new IllegalArgumentException("Vertex could not load the request file because of " + path + ": " + why
                + ". Change the parameters of the batch model or the output schema of the task");
    }
}
