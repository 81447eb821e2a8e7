package dev.caravan.simulator.anthropic;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.simulator.core.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list.
 *
 * @param more whether the list goes on beyond this page, in the direction of reading
 */
record Page(List<String> ids, boolean more) {
    private static final int STANDARD = 20;
    private static final int MOST = 1000;

    /** @param all ids of the whole list, first to last */
    static Page of(List<String> all, @Nullable String limit, @Nullable String after, @Nullable String before) {
        int size = limit == null ? STANDARD : number(limit);
        if (after != null && before != null) {
            throw AnthropicException.badRequest("Only one of after_id and before_id may be given");
        }
        if (before != null) {
            int end = position(all, before);
            int from = Math.max(0, end - size);
            return new Page(all.subList(from, end), from > 0);
        }
        int from = after == null ? 0 : position(all, after) + 1;
        int end = Math.min(all.size(), from + size);
        return new Page(all.subList(from, end), end < all.size());
    }

    ObjectNode wire(List<ObjectNode> items) {
        ObjectNode list = Json.object();
        ArrayNode data = list.putArray("data");
        items.forEach(data::add);
        String first = items.isEmpty() ? null : data.get(0).path("id").asText();
        String last =
                items.isEmpty() ? null : data.get(data.size() - 1).path("id").asText();
        return list.put("has_more", more).put("first_id", first).put("last_id", last);
    }

    private static int position(List<String> all, String id) {
        int position = all.indexOf(id);
        if (position < 0) {
            throw AnthropicException.notFound("No object with id " + id);
        }
        return position;
    }

    private static int number(String limit) {
        if (!limit.matches("\\d{1,9}")) {
            throw AnthropicException.badRequest("limit: Input should be a valid integer");
        }
        int number = Integer.parseInt(limit);
        if (number < 1 || number > MOST) {
            throw AnthropicException.badRequest("limit: Input should be from 1 to " + MOST);
        }
        return number;
    }
}
