package dev.caravan.api.manage;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A piece of a list. @param next to be sent as {@code after} for what follows; null at the end */
record Page<V>(
        List<V> data,
        @JsonProperty("has_more") boolean hasMore,
        @Nullable String next) {
    Page {
        data = List.copyOf(data);
    }
}
