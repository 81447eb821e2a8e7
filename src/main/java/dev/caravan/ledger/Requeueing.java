package dev.caravan.ledger;

import java.sql.Connection;
import java.sql.SQLException;

/** Members of a batch that was certainly not charged go again in another one: their attempt is burnt (rule 17), no try is. */
final class Requeueing {
    private Requeueing() {}

    static void of(Connection c, Batches.Claim claim, String reason, long now) throws SQLException {
        long id = claim.batch().id();
        long done = Db.number(
                c, "SELECT n_ok + n_invalid + n_error + n_missing + n_notrun + n_surplus FROM batch WHERE id = ?", id);
        if (done > 0) {
            throw new LedgerException(
                    "Batch " + id + " has " + done + " outcomes; it can't be dissolved as if nothing had run");
        }
        long jobs =
                Db.number(c, "SELECT count(*) FROM try WHERE batch_id = ? AND state = ?", id, TryState.ACCEPTED.code());
        if (jobs > 1) {
            throw new LedgerException("Batch " + id + " is at its provider " + jobs
                    + " times; it can't be dissolved as if it had been there once");
        }
        boolean cancelled = Db.number(c, "SELECT cancel FROM batch WHERE id = ?", id) == 1;
        new TryRows(c, id).revoke();
        new RestMover(c, claim.batch(), new Collection.Rest(true, null, 0, reason), cancelled, now).settle();
        keepPart(c, id);
    }

    /** A part of a refused file stays one: it is not mixed with others whatever it waits for. */
    private static void keepPart(Connection c, long batchId) throws SQLException {
        long part = Db.number(c, "SELECT part FROM batch WHERE id = ?", batchId);
        if (part > 0) {
            Db.update(
                    c,
                    "UPDATE todo SET part = ? WHERE part = 0 AND record_id IN (SELECT r.id" + MemberRuns.RECORDS
                            + " WHERE r.batch_id = ? AND r.state = 1)",
                    part,
                    batchId);
        }
    }
}
