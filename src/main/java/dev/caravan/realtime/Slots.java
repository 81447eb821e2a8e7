package dev.caravan.realtime;

import dev.caravan.provider.RealTimeCall.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How many calls of a credential run at a time, and which credentials wait because their provider said so. Waits are those of
 * one model of a credential: providers count their limits by model. Nothing of this is kept.
 */
final class Slots {
    private final int most;
    private final LongSupplier nanoTime;
    private final Map<String, Semaphore> byCredential = new ConcurrentHashMap<>();
    private final Map<String, Long> notBefore = new ConcurrentHashMap<>();

    /** @param most calls of one credential at a time */
    Slots(int most, LongSupplier nanoTime) {
        this.most = most;
        this.nanoTime = nanoTime;
    }

    /** A place that was taken. */
    interface Slot extends AutoCloseable {
        @Override
        void close();
    }

    /** @throws NoAnswerException if none becomes free in time */
    Slot take(String credential, Timer timer) throws NoAnswerException {
        Semaphore free = byCredential.computeIfAbsent(credential, name -> new Semaphore(most, true));
        try {
            if (free.tryAcquire(timer.millisLeft(), TimeUnit.MILLISECONDS)) {
                return free::release;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new NoAnswerException(
                NoAnswerException.Why.BUSY,
                "busy",
                "So many real-time calls run already (" + most
                        + " for each credential, caravan.realtime.concurrency) that none became free in time. Ask again",
                Duration.ofSeconds(1));
    }

    /** The provider wants no more of these for so long. */
    void rest(String credential, String model, Duration wait) {
        notBefore.merge(
                key(credential, model),
                nanoTime.getAsLong() + wait.toNanos(),
                (one, other) -> one - other > 0 ? one : other);
    }

    /** How long the provider still wants none of these; zero if it does not say so. */
    Duration rests(String credential, String model) {
        Long until = notBefore.get(key(credential, model));
        long left = until == null ? 0 : until - nanoTime.getAsLong();
        if (until != null && left <= 0) {
            notBefore.remove(key(credential, model), until);
        }
        return Duration.ofNanos(Math.max(0, left));
    }

    private static String key(String credential, String model) {
        return credential + " " + model;
    }
}
