package dev.caravan.simulator.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.simulator.chat.ApiException;
import dev.caravan.simulator.core.Json;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list.
 *
 * @param after the last id of the page before; null for the first page
 */
record Page(int limit, @Nullable String after) {
    static Page of(@Nullable String limit, @Nullable String after, int standard, int max) {
        int wanted = standard;
        if (limit != null) {
            try {
                wanted = Integer.parseInt(limit);
            } catch (NumberFormatException e) {
                throw ApiException.badRequest(
                        "Invalid type for 'limit': expected an integer, but got '%s'.".formatted(limit),
                        "limit",
                        "invalid_type");
            }
        }
        if (wanted < 1 || wanted > max) {
            throw ApiException.badRequest(
                    "Invalid 'limit': %d is not between 1 and %d.".formatted(wanted, max), "limit", "invalid_value");
        }
        return new Page(wanted, after);
    }

    /** The part of {@code sorted} that this page shows. */
    <T> List<T> cut(List<T> sorted, Function<T, String> id) {
        int from = 0;
        if (after != null) {
            List<String> ids = sorted.stream().map(id).toList();
            from = ids.indexOf(after) + 1;
            if (from == 0) {
                throw ApiException.notFound("No such object: '%s'.".formatted(after), "after");
            }
        }
        return sorted.subList(from, Math.min(sorted.size(), from + limit));
    }

    static ObjectNode wire(List<ObjectNode> items, boolean more) {
        ObjectNode list = Json.object().put("object", "list");
        ArrayNode data = list.putArray("data");
        items.forEach(data::add);
        list.put("first_id", items.isEmpty() ? null : data.get(0).path("id").asText());
        list.put(
                "last_id",
                items.isEmpty() ? null : data.get(data.size() - 1).path("id").asText());
        return list.put("has_more", more);
    }
}
