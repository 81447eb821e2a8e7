package dev.caravan.health;

import java.time.Duration;
import java.util.Optional;

/** The beats by which this node says in the ledger that it lives. Each is a write, so they tell whether it can be written. */
public interface Pulse {

    /** Whether somebody still beats for this node. */
    boolean isBeating();

    /** Time since the last write of a beat was committed, or since the ledger was opened. */
    Duration sinceBeat();

    /** Why the last beat could not be written; empty if it was. */
    Optional<String> trouble();

    /** How long after the last beat the next one is late: something waits in the ledger, or in front of it. */
    Duration lateAfter();
}
