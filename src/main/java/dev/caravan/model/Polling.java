package dev.caravan.model;

import java.time.Duration;

/** How often a provider is asked about a batch: the wait grows from first to longest. */
public record Polling(Duration first, Duration longest) {
    public static final Polling DEFAULT = new Polling(Duration.ofSeconds(30), Duration.ofMinutes(5));
}
