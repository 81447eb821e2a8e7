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

    /**
     * The wait after so many failures in a row, somewhere in its second half, so that those who failed together do not come
     * back together; exactly what the provider asked for where it asked.
     *
     * @param random from 0 to below 1
     */
    Duration scattered(int failures, @Nullable Duration asked, double random) {
        if (asked != null && !asked.isNegative()) {
            return after(failures, asked);
        }
        long millis = after(failures).toMillis();
        return Duration.ofMillis(millis / 2 + (long) (random * (millis - millis / 2)));
    }

    /** What the provider asked for, never more than {@code longest}; our own wait where it did not ask. */
    Duration after(int failures, @Nullable Duration asked) {
        if (asked == null || asked.isNegative()) {
            return after(failures);
        }
        return asked.compareTo(longest) > 0 ? longest : asked;
    }
}
