package dev.caravan;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Says when rest has lasted long enough to be believed: a file that was just noticed is nowhere yet. */
final class Rest {
    private final Duration longEnough;
    private @Nullable Long since;

    Rest(Duration longEnough) {
        this.longEnough = longEnough;
    }

    /**
     * Takes one look.
     *
     * @param nanos of a monotonic clock
     * @return whether this look and every one for long enough before it found rest
     */
    boolean look(boolean atRest, long nanos) {
        if (!atRest) {
            since = null;
            return false;
        }
        if (since == null) {
            since = nanos;
        }
        return nanos - since >= longEnough.toNanos() && nanos > since;
    }
}
