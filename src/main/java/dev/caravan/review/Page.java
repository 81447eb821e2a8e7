package dev.caravan.review;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** @param next where the next page begins; null at the end */
public record Page<T>(List<T> items, @Nullable Cursor next) {
    public Page {
        items = List.copyOf(items);
    }
}
