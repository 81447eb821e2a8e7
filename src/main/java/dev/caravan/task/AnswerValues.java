package dev.caravan.task;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values of an answer as a {@link Condition} takes them. */
final class AnswerValues {
    private AnswerValues() {}

    /**
     * Null for what is missing or null.
     *
     * @throws IllegalArgumentException for a number that nobody can calculate with
     */
    static @Nullable Object of(JsonNode node) {
        if (node.isNumber()) {
            return number(node);
        }
        if (node.isBoolean()) {
            return node.booleanValue();
        }
        if (node.isTextual()) {
            return node.textValue();
        }
        if (node.isArray()) {
            List<Object> items = new ArrayList<>();
            node.forEach(item -> items.add(item.isNumber() ? number(item) : item.asText()));
            return items;
        }
        if (node.isObject()) {
            Map<String, Object> fields = new LinkedHashMap<>();
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                Object value = of(field.getValue());
                if (value != null) {
                    fields.put(field.getKey(), value);
                }
            }
            return fields;
        }
        return null;
    }

    private static BigDecimal number(JsonNode node) {
        BigDecimal number = node.decimalValue();
        if (!Numbers.isSane(number)) {
            throw new IllegalArgumentException("a number is too long or too large");
        }
        return number;
    }
}
