package dev.caravan.api;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A page of a list, as OpenAI's clients read one. */
final class V1List {
    private V1List() {}

    /** @param some one more than the limit where there are more */
    static <T> Map<String, @Nullable Object> of(
            List<T> some, int limit, Function<T, Map<String, @Nullable Object>> shown) {
        List<Map<String, @Nullable Object>> data =
                some.stream().limit(limit).map(shown).toList();
        Map<String, @Nullable Object> list = new LinkedHashMap<>();
        list.put("object", "list");
        list.put("data", data);
        list.put("first_id", data.isEmpty() ? null : data.get(0).get("id"));
        list.put("last_id", data.isEmpty() ? null : data.get(data.size() - 1).get("id"));
        list.put("has_more", some.size() > limit);
        return list;
    }
}
