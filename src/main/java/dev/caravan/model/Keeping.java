package dev.caravan.model;

import java.time.Duration;

/**
 * What stays at a provider, and for how long.
 *
 * @param results how long after a batch was accepted its results can be read
 * @param batches how long after that its list shows the batch
 * @param inputs whether request files of collected batches are left there
 * @param holdsLost whether the records of a batch that its provider no longer knows are held, once nothing else can come of
 *     it; else it is asked for until a person says so
 */
public record Keeping(Duration results, Duration batches, boolean inputs, boolean holdsLost) {
    private static final Duration USUAL = Duration.ofDays(30);

    public static final Keeping DEFAULT = new Keeping(USUAL, USUAL, false, false);
}
