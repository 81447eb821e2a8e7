package dev.caravan.batch;

import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that the clock of this machine was set, by holding it against a monotonic one. What it said before is not to be
 * believed then, however right it is now (rule 44). Thread-safe.
 */
final class ClockJumps {
    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    private static final Logger LOG = LoggerFactory.getLogger(ClockJumps.class);

    private final LongSupplier nanoTime;
    private final Runnable wentBack;
    private @Nullable Duration offset;
    private Instant believedFrom = Instant.MIN;

    /** @param wentBack whenever the clock was set back: what was to be done later was meant to be done sooner */
    ClockJumps(LongSupplier nanoTime, Runnable wentBack) {
        this.nanoTime = nanoTime;
        this.wentBack = wentBack;
    }

    /** Compares the clocks; to be called every second or so, for a jump there and back in between is not seen. */
    synchronized void look(Instant now) {
        Duration is = Duration.between(Instant.EPOCH, now).minusNanos(nanoTime.getAsLong());
        if (offset != null && is.minus(offset).abs().compareTo(TOLERANCE) > 0) {
            LOG.warn("The clock of this machine was set from {} to {}", now.minus(is.minus(offset)), now);
            believedFrom = now;
            if (is.compareTo(offset) < 0) {
                wentBack.run();
            }
        }
        offset = is;
    }

    /** Whether the clock has not been set since it said this. */
    synchronized boolean believes(Instant then) {
        return !then.isBefore(believedFrom);
    }
}
