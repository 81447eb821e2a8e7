package dev.caravan.console.plots;

import java.time.Duration;
import java.time.Instant;

/**
 * A stretch of time in equal parts.
 *
 * @param from when the first part begins; a whole multiple of {@code each} since 1970, in UTC
 */
record Buckets(Instant from, Duration each, int count) {

    /** Those that end with the part that {@code now} is in. */
    static Buckets until(Instant now, Duration each, int count) {
        long millis = each.toMillis();
        long end = (now.toEpochMilli() / millis + 1) * millis;
        return new Buckets(Instant.ofEpochMilli(end - count * millis), each, count);
    }

    /** Which part it is in; negative, or {@link #count} and more, if it is in none. */
    int of(Instant at) {
        return (int) Math.floorDiv(at.toEpochMilli() - from.toEpochMilli(), each.toMillis());
    }

    boolean holds(Instant at) {
        return of(at) >= 0 && of(at) < count;
    }

    Instant start(int bucket) {
        return from.plus(each.multipliedBy(bucket));
    }

    Instant end() {
        return start(count);
    }
}
