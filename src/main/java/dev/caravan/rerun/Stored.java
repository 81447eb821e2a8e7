package dev.caravan.rerun;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A filter as the ledger and requests keep it: JSON, with the recipes that it meant when it was made.
 *
 * @param recipes null for any
 */
record Stored(Filter filter, @Nullable Set<Integer> recipes, Map<String, String> all) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static String write(Filter filter, @Nullable Set<Integer> recipes) {
        Map<String, String> map = filter.toMap();
        if (recipes != null) {
            map.put(
                    "recipes",
                    new TreeSet<>(recipes).stream().map(String::valueOf).collect(Collectors.joining(",")));
        }
        return json(map);
    }

    static String json(Map<String, String> map) {
        try {
            return JSON.writeValueAsString(map);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Texts can be written as JSON", e);
        }
    }

    /** @throws IllegalArgumentException if it is no filter */
    static Stored read(String json) {
        try {
            Map<String, String> map = JSON.readValue(json, new TypeReference<>() {});
            String ids = map.get("recipes");
            Set<Integer> recipes = ids == null
                    ? null
                    : Arrays.stream(ids.split(","))
                            .filter(id -> !id.isEmpty())
                            .map(Integer::valueOf)
                            .collect(Collectors.toSet());
            return new Stored(Filter.of(map::get), recipes, map);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Not a filter: " + e.getOriginalMessage(), e);
        }
    }
}
