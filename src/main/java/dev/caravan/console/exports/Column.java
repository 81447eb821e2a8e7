package dev.caravan.console.exports;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A column of a list.
 *
 * @param name in CSV's first line and in each JSON line
 * @param value text, a number, true or false, {@link Raw}; null for none
 */
public record Column<T>(String name, Function<T, @Nullable Object> value) {

    /** What is JSON already, on one line. */
    public record Raw(String json) {}
}
