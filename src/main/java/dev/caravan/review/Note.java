package dev.caravan.review;

import dev.caravan.ledger.Act;
import dev.caravan.ledger.Decisions;
import dev.caravan.ledger.RecordState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A decision that was made on the record: who, when, why, before, after.
 *
 * @param version of the item that it was made on
 * @param before value before an edit; @param after the value that the person gave
 * @param from state of the record before; @param to state after
 * @param assignee whom it was assigned to; @param model who was to answer it again, null for the model of the task
 */
public record Note(
        Instant at,
        String actor,
        Act act,
        int version,
        int attempt,
        @Nullable String reason,
        @Nullable String why,
        @Nullable String before,
        @Nullable String after,
        RecordState from,
        RecordState to,
        @Nullable String assignee,
        @Nullable String model) {

    static Note of(Decisions.Made made) {
        return new Note(
                made.at(),
                made.actor(),
                made.act(),
                made.version(),
                made.attempt(),
                made.reason(),
                made.why(),
                made.before(),
                made.after(),
                made.from(),
                made.to(),
                made.assignee(),
                made.model());
    }
}
