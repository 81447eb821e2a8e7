package dev.caravan.review;

import dev.caravan.ledger.Act;
import dev.caravan.ledger.RecordState;
import java.util.List;

/**
 * What came of a decision.
 *
 * @param act what it counted as: an edit that changes nothing is an approval
 * @param state of the record now
 * @param version for the next decision, if the item is still open; else 0
 * @param cleaned fields of an edit whose HTML was cleaned before it was taken
 */
public record Decided(long recordId, Act act, RecordState state, int version, List<String> cleaned) {
    public Decided {
        cleaned = List.copyOf(cleaned);
    }

    Decided(long recordId, Act act, RecordState state, int version) {
        this(recordId, act, state, version, List.of());
    }

    public boolean open() {
        return version > 0;
    }
}
