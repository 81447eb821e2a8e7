package dev.caravan.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What changed, in the order in which it was committed, kept for some days: each move of a batch, a drop, a submission or a
 * publication has a row in the transaction of the move itself. So whoever reads on from the last id misses none.
 */
public interface Changes {

    /** The next changes behind this id, in their order. */
    List<Change> after(long id, int limit);

    /** Id of the newest change; 0 before the first. */
    long newest();

    /** Id of the oldest change that is kept; 0 if none is. */
    long oldest();

    /** Deletes some of the oldest that are older than this and that no webhook has still to read; returns how many. */
    int trim(Instant before);

    /** What changes. */
    enum Kind {
        BATCH,
        DROP,
        SUBMISSION,
        PUBLICATION,
        /** Records of a drop moved: its counts are others. A drop has one change of this kind, its newest. */
        RECORDS,
        /** Records of a drop begin to wait for people, or none does any more. */
        REVIEW
    }

    /**
     * One change.
     *
     * @param at by the clock of the machine
     * @param id public id of a submission; else the number of the batch or publication, or of the drop
     * @param state what it became, a word
     * @param task null for a submission
     * @param workspace of a submission; null for the others, whose task is in one
     * @param counts of now, which may be later than the change: records by state, or what the kind counts
     */
    record Change(
            long number,
            Instant at,
            Kind kind,
            String id,
            String state,
            @Nullable String task,
            @Nullable String workspace,
            Map<String, Long> counts) {

        /** {@code batch.collected}, {@code drop.finished}. */
        public String type() {
            return kind.name().toLowerCase(java.util.Locale.ROOT) + "." + state;
        }
    }
}
