package dev.caravan.metrics;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a metric is.
 *
 * @param unit the base unit; null for none
 * @param labels their names, in the order in which values have them
 */
record Kind(String name, String description, @Nullable String unit, boolean counter, List<String> labels) {
    static Kind gauge(String name, String description, @Nullable String unit, String... labels) {
        return new Kind(name, description, unit, false, List.of(labels));
    }

    static Kind counter(String name, String description, @Nullable String unit, String... labels) {
        return new Kind(name, description, unit, true, List.of(labels));
    }
}
