package dev.caravan.intake;

import java.time.Duration;
import java.util.function.LongSupplier;

/** A wait after trouble that is nobody's fault: a second, doubling, at most a minute. On a clock that never jumps. */
final class Pause {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final LongSupplier nanoTime;
    private Duration wait = Duration.ZERO;
    private long since;

    Pause(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    synchronized boolean isOn() {
        return nanoTime.getAsLong() - since < wait.toNanos();
    }

    /** Begins the next one, longer than the last; returns how long it is. */
    synchronized Duration begin() {
        Duration twice = wait.isZero() ? FIRST : wait.multipliedBy(2);
        wait = twice.compareTo(LONGEST) < 0 ? twice : LONGEST;
        since = nanoTime.getAsLong();
        return wait;
    }

    synchronized void end() {
        wait = Duration.ZERO;
    }
}
