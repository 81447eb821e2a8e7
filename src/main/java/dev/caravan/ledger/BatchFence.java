package dev.caravan.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One batch under a claim that was checked in this transaction (rule 3). */
final class BatchFence {
    private final Connection c;
    private final long id;
    private final BatchState state;

    private BatchFence(Connection c, long id, BatchState state) {
        this.c = c;
        this.id = id;
        this.state = state;
    }

    /**
     * @throws StaleFenceException if the claim has ended, or somebody else holds the batch
     * @throws LedgerException if the batch is in none of these states
     */
    static BatchFence check(Connection c, Batches.Claim claim, int owner, BatchState... allowed) throws SQLException {
        long id = claim.batch().id();
        BatchState state = Db.one(
                        c,
                        "SELECT state FROM batch WHERE id = ? AND fence = ? AND owner = ?" + Db.LOCK,
                        r -> Codes.batchState(r.getInt(1)),
                        id,
                        claim.fence(),
                        owner)
                .orElseThrow(() -> new StaleFenceException("Batch " + id));
        if (allowed.length > 0 && !List.of(allowed).contains(state)) {
            throw new LedgerException("Batch " + id + " is " + state + "; this step needs " + Arrays.toString(allowed));
        }
        return new BatchFence(c, id, state);
    }

    /** Moves the batch on and keeps the claim. */
    void move(BatchState to) throws SQLException {
        LegalMoves.move(id, state, to);
        Db.update(c, "UPDATE batch SET state = ? WHERE id = ?", to.code(), id);
    }

    /** Moves the batch on and ends the claim. */
    void finish(BatchState to, String set, @Nullable Object... values) throws SQLException {
        move(to);
        end(set, values);
    }

    /** Nothing was accepted: it is assembled again, or over if it was cut before the ledger went back in time (rule 19). */
    void again(Batches.Batch batch, long now) throws SQLException {
        if (SqlRestores.isPast(c, id)) {
            PastBatches.dissolve(c, batch, now);
            finish(BatchState.DISSOLVED, "note = 'never accepted; the ledger went back in time'");
        } else {
            finish(BatchState.ASSEMBLED, "next_due = 0, polls = 0, note = NULL");
        }
    }

    /** Ends the claim. */
    void end(String set, @Nullable Object... values) throws SQLException {
        var all = new ArrayList<@Nullable Object>(Arrays.asList(values));
        all.add(id);
        Db.update(c, "UPDATE batch SET owner = 0, " + set + " WHERE id = ?", all.toArray());
    }
}
