package dev.caravan.provider;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What time it is where the providers are, by the {@code Date} of their newest reply. Thread-safe. */
public final class ProviderDates {
    private final LongSupplier nanoTime;
    private volatile @Nullable Heard newest;

    public ProviderDates(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** A reply came just now with this header; one that is no date says nothing. */
    public void heard(String date) {
        try {
            newest = new Heard(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date)), nanoTime.getAsLong());
        } catch (DateTimeParseException noDate) {
            // Then the reply before it counts.
        }
    }

    /** Their time now, within seconds; empty if none has answered since the start. */
    public Optional<Instant> now() {
        Heard heard = newest;
        return heard == null
                ? Optional.empty()
                : Optional.of(heard.date().plus(Duration.ofNanos(nanoTime.getAsLong() - heard.at())));
    }

    private record Heard(Instant date, long at) {}
}
