package dev.caravan.model;

import java.time.Duration;

/**
 * What becomes of records that are fewer than the provider takes in a batch.
 *
 * @param waiting how long they wait for more to share their batch
 * @param then {@code hold}, or the name of a batch model that answers them instead
 */
public record TooFew(Duration waiting, String then) {
    public static final String HOLD = "hold";
    /** A day, then a person decides. */
    public static final TooFew DEFAULT = new TooFew(Duration.ofHours(24), HOLD);

    public boolean holds() {
        return then.equals(HOLD);
    }
}
