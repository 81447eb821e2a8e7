package dev.caravan.access;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/** What each API key has left, whichever door it uses. There are never more of them to remember than keys. */
final class KeyRates {
    private final int perMinute;
    private final int uploads;
    private final TimeMeter time;
    private final Map<String, Left> byKey = new ConcurrentHashMap<>();

    /** @param perMinute requests; @param uploads requests with a body at a time */
    KeyRates(int perMinute, int uploads, Clock clock) {
        this.perMinute = perMinute;
        this.uploads = uploads;
        this.time = new TimeMeter() {
            @Override
            public long currentTimeNanos() {
                return Duration.ofMillis(clock.millis()).toNanos();
            }

            @Override
            public boolean isWallClockBased() {
                return true;
            }
        };
    }

    record Left(Bucket requests, Semaphore uploads) {}

    Left of(String keyId) {
        return byKey.computeIfAbsent(
                keyId,
                id -> new Left(
                        Bucket.builder()
                                .addLimit(limit ->
                                        limit.capacity(perMinute).refillGreedy(perMinute, Duration.ofMinutes(1)))
                                .withCustomTimePrecision(time)
                                .build(),
                        new Semaphore(uploads)));
    }

    int perMinute() {
        return perMinute;
    }

    int uploads() {
        return uploads;
    }
}
