package dev.caravan.realtime;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Models that fail again and again while somebody waits: they are left alone for a while, longer each time, so that callers
 * get their refusal at once. It is a matter of one model of a credential, and none of its batches, which have a breaker of
 * their own. Nothing of this is kept. Thread-safe.
 */
final class Failing {
    private static final int FAILURES = 5;
    private static final Duration FIRST = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final int MOST_DOUBLINGS = 5;

    private final LongSupplier nanoTime;
    private final Map<String, Row> rows = new HashMap<>();

    /** @param nanoTime of a monotonic clock */
    Failing(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Failures in a row, and the end of its rest if they were enough for one. */
    private record Row(int failures, long until) {}

    /** How long this model is still left alone; zero if it may be asked. */
    synchronized Duration rests(String credential, String model) {
        Row row = rows.get(key(credential, model));
        return row == null || row.failures() < FAILURES
                ? Duration.ZERO
                : Duration.ofNanos(Math.max(0, row.until() - nanoTime.getAsLong()));
    }

    synchronized void worked(String credential, String model) {
        rows.remove(key(credential, model));
    }

    /** Calls that were under way when its rest began don't make that longer. */
    synchronized void failed(String credential, String model) {
        if (rests(credential, model).isZero()) {
            int failures =
                    rows.getOrDefault(key(credential, model), new Row(0, 0)).failures() + 1;
            int doublings = Math.min(MOST_DOUBLINGS, Math.max(0, failures - FAILURES));
            Duration rest = FIRST.multipliedBy(1L << doublings);
            long wait = (rest.compareTo(LONGEST) > 0 ? LONGEST : rest).toNanos();
            rows.put(key(credential, model), new Row(failures, nanoTime.getAsLong() + wait));
        }
    }

    private static String key(String credential, String model) {
        return credential + " " + model;
    }
}
