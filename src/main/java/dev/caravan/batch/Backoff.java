package dev.caravan.batch;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Waits that double from {@code first} to {@code longest}. */
record Backoff(Duration first, Duration longest) {

    /** The wait after {@code failures} failures in a row (1 = the first). */
    Duration after(int failures) {
        int doublings = Math.max(0, Math.min(failures - 1, 30));
        long millis = first.toMillis() << doublings;
        return millis <= 0 || millis > longest.toMillis() ? longest : Duration.ofMillis(millis);
    }

    /** What the provider asked for, never more than {@code longest}; our own wait where it did not ask. */
    Duration after(int failures, @Nullable Duration asked) {
        if (asked == null || asked.isNegative()) {
            return after(failures);
        }
        return asked.compareTo(longest) > 0 ? longest : asked;
    }
}
