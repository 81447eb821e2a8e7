package dev.caravan.simulator.core;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What a script can do to a single line. */
public enum Twist {
    NONE,
    ERROR,
    RATE_LIMIT,
    REFUSAL,
    TRUNCATE,
    INVALID_JSON,
    SCHEMA_VIOLATION,
    CONTENT_FILTER,
    MISSING,
    DUPLICATE,
    SWAP,
    STATUS_0;

    /** The name in a script, such as {@code invalid-json}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Set<String> names() {
        return Arrays.stream(values())
                .filter(twist -> twist != NONE)
                .map(Twist::word)
                .collect(Collectors.toUnmodifiableSet());
    }

    static Twist of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
