package dev.caravan.ledger;

import static dev.caravan.ledger.BatchState.ASSEMBLED;
import static dev.caravan.ledger.BatchState.COLLECTING;
import static dev.caravan.ledger.BatchState.CREATING;
import static dev.caravan.ledger.BatchState.DISSOLVED;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;

/** {@link Refusals} in SQL. */
final class SqlRefusals implements Refusals {
    private final Db db;
    private final int owner;
    private final Clock clock;

    SqlRefusals(Db db, int owner, Clock clock) {
        this.db = db;
        this.owner = owner;
        this.clock = clock;
    }

    @Override
    public Verdict refused(Batches.Claim claim, Refusal refusal) {
        return db.write(c -> {
            long id = claim.batch().id();
            BatchFence batch = BatchFence.check(c, claim, owner, ASSEMBLED, CREATING, COLLECTING);
            uncharged(c, id);
            String note = refusal.code() + ": " + refusal.message();
            new TryRows(c, id).refused(note);
            Verdict verdict = new RefusedFile(c, claim.batch(), refusal, clock.millis()).judge();
            batch.finish(DISSOLVED, "note = ?, refused = ?", note, refusal.code());
            return verdict;
        });
    }

    private static void uncharged(Connection c, long batchId) throws SQLException {
        Collection.BatchCounts counts = SqlCollection.counts(c, batchId).orElseThrow();
        if (counts.ok() + counts.invalid() + counts.error() + counts.missing() + counts.notRun() + counts.surplus() > 0
                || counts.costMicros() > 0) {
            throw new LedgerException("Batch " + batchId + " has results (" + counts
                    + "), so its file was not refused whole. Nothing of it is sent again because of that");
        }
    }
}
