package dev.caravan.config;

import org.jspecify.annotations.Nullable;

/**
 * Where a value stands in its file, as the keys that lead to it.
 *
 * @param above null for the mapping at the top
 * @param step a key, or <code>[0]</code> for the first item of a list
 */
record Trail(@Nullable Trail above, String step) {
    static final Trail TOP = new Trail(null, "");

    Trail to(String key) {
        return new Trail(this, key);
    }

    Trail item(int index) {
        return new Trail(this, "[" + index + "]");
    }
}
