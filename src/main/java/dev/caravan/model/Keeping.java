package dev.caravan.model;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What stays at a provider, and for how long.
 *
 * @param results how long after a batch was accepted its results can be read
 * @param batches how long after that its list shows the batch
 * @param inputs whether request files of collected batches are left there
 * @param outputs how long after a batch was collected its result files are left there; null for as long as the provider
 *     leaves them
 * @param holdsLost whether the records of a batch that its provider no longer knows are held, once nothing else can come of
 *     it; else it is asked for until a person says so
 */
public record Keeping(
        Duration results,
        Duration batches,
        boolean inputs,
        @Nullable Duration outputs,
        boolean holdsLost) {
    private static final Duration USUAL = Duration.ofDays(30);

    /** Until then a result file that is damaged in the spool, or lost with a restore of it, can be fetched again. */
    static final Duration OUTPUTS = Duration.ofDays(7);

    public static final Keeping DEFAULT = new Keeping(USUAL, USUAL, false, OUTPUTS, false);
}
