package dev.caravan.review;

import dev.caravan.ledger.Act;
import dev.caravan.ledger.RecordState;

/**
 * What came of a decision.
 *
 * @param act what it counted as: an edit that changes nothing is an approval
 * @param state of the record now
 * @param version for the next decision, if the item is still open; else 0
 */
public record Decided(long recordId, Act act, RecordState state, int version) {
    public boolean open() {
        return version > 0;
    }
}
