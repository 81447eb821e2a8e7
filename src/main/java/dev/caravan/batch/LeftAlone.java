package dev.caravan.batch;

import dev.caravan.ledger.Batches.Except;

/** Which work is passed over now: what people paused, and that of credentials at rest. */
public interface LeftAlone {

    /** By whatever sends something new. */
    Except sending();

    /** By whatever asks about what was sent before, and brings it home. */
    Except calling();
}
