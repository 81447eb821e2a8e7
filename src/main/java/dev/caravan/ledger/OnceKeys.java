package dev.caravan.ledger;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Idempotency keys of management: what was asked for under one, and what was answered. Kept for {@link #KEPT}, each for the
 * caller who sent it.
 */
public interface OnceKeys {
    Duration KEPT = Duration.ofDays(7);

    /**
     * Takes a key that nobody has used, and forgets those that are too old.
     *
     * @param request what is asked for under it, as a hash
     * @return empty if it is taken now; else what it stands for
     */
    Optional<Known> take(String caller, String key, String request);

    /** What was answered. */
    void answered(String caller, String key, int status, String body);

    /** Nothing was done under it: it may be sent again. */
    void free(String caller, String key);

    /** @param status null while nobody knows what came of it: it is being done, or the process died over it */
    record Known(String request, @Nullable Integer status, String body) {}
}
