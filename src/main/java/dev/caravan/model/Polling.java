package dev.caravan.model;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How often a provider is asked about a batch: the wait grows from first to longest.
 *
 * @param maxAge at which age a batch is cancelled and what is not done goes again; null for never
 */
public record Polling(
        Duration first, Duration longest, @Nullable Duration maxAge) {
    public static final Polling DEFAULT = new Polling(Duration.ofSeconds(30), Duration.ofMinutes(5));

    /** For providers that end a batch themselves. */
    public Polling(Duration first, Duration longest) {
        this(first, longest, null);
    }
}
