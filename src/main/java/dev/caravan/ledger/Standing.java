package dev.caravan.ledger;

import dev.caravan.ledger.Collection.Outcome;
import dev.caravan.ledger.Collection.ResultAt;
import dev.caravan.ledger.Collection.Usage;
import java.sql.ResultSet;
import java.sql.SQLException;

/** A member of a batch as it stands before the next outcome. */
record Standing(
        long dropId,
        int taskId,
        RecordState state,
        long batchId,
        int attempt,
        int tries,
        boolean stale,
        ResultAt at,
        String code,
        Usage usage,
        boolean afterPerson) {

    /**
     * Whether its answer would take the place of one that a person gave: to this revision before it went again (person 2), or
     * to an earlier one, looked for back to what sinks hold.
     */
    static final String AFTER_PERSON =
            "CASE WHEN person = 2 THEN 1 WHEN prev_id IS NULL THEN 0 ELSE (WITH RECURSIVE back (person, state, prev) AS"
                    + " (SELECT p.person, p.state, p.prev_id FROM record p WHERE p.id = record.prev_id UNION ALL"
                    + " SELECT p.person, p.state, p.prev_id FROM back JOIN record p ON p.id = back.prev"
                    + " WHERE back.person <> 1 AND back.state <> 8) SELECT max(CASE WHEN person = 1 THEN 1 ELSE 0 END) FROM back) END";

    /** Columns 2 to 17 of a row; the first is the id. A row without a result stands at no place of any file. */
    static Standing of(ResultSet r) throws SQLException {
        int file = r.getInt(9);
        var at = r.wasNull() ? new ResultAt(-1, -1) : new ResultAt(file, r.getLong(10));
        return new Standing(
                r.getLong(2),
                r.getInt(3),
                Codes.recordState(r.getInt(4)),
                r.getLong(5),
                r.getInt(6),
                r.getInt(7),
                r.getInt(8) == 1,
                at,
                r.getString(11),
                new Usage(r.getInt(12), r.getInt(13), r.getInt(14), r.getInt(15), r.getLong(16)),
                r.getInt(17) == 1);
    }

    /** Rule 42: what a person decided is replaced by nobody else. */
    Outcome shown(Outcome outcome) {
        return outcome.state() == RecordState.COMPLETED && afterPerson
                ? new Outcome(
                        outcome.recordId(),
                        outcome.attempt(),
                        RecordState.REVIEW_REQUIRED,
                        "review.person",
                        "it would replace an answer that a person gave",
                        null,
                        outcome.byRecord(),
                        outcome.reviewAt(),
                        outcome.at(),
                        outcome.usage())
                : outcome;
    }

    /** Rule 20: an answer belongs to one attempt in one batch. */
    boolean belongs(Outcome outcome, long batch) {
        return batchId == batch && attempt == outcome.attempt();
    }

    /** Submitted, or failed in this very attempt while a success has come too. */
    boolean awaits(Outcome outcome) {
        boolean failed = state == RecordState.PROVIDER_ERROR || state == RecordState.INVALID_OUTPUT;
        boolean success = outcome.state() == RecordState.COMPLETED || outcome.state() == RecordState.REVIEW_REQUIRED;
        return state == RecordState.SUBMITTED || (failed && success);
    }

    Standing after(OutcomeMover.Move move) {
        Outcome outcome = move.outcome();
        return new Standing(
                dropId,
                taskId,
                move.to(),
                batchId,
                attempt,
                move.tries(),
                stale,
                outcome.at(),
                outcome.code(),
                outcome.usage(),
                afterPerson);
    }
}
