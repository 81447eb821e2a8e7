package dev.caravan.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/** The provider has a batch: try accepted, batch submitted. Also the end of a doubt. */
final class Acceptance {
    private Acceptance() {}

    static void of(
            Connection c,
            Batches.Claim claim,
            BatchFence batch,
            int tryNo,
            String providerId,
            long now,
            Duration firstPoll)
            throws SQLException {
        long id = claim.batch().id();
        new TryRows(c, id).move(tryNo, TryState.ACCEPTED);
        Db.update(
                c, "UPDATE try SET provider_id = ?, remains = 1 WHERE batch_id = ? AND no = ?", providerId, id, tryNo);
        batch.finish(
                BatchState.SUBMITTED,
                "provider_id = ?, next_due = ?, polls = 0, note = NULL, submitted_at = ?",
                providerId,
                now + firstPoll.toMillis(),
                now);
    }

    /** It was not the reply of its create that told so: its size is compared when the provider shows it (rule 13). */
    static void found(Connection c, Batches.Claim claim, int tryNo) throws SQLException {
        Db.update(
                c,
                "UPDATE try SET adopted = 1 WHERE batch_id = ? AND no = ?",
                claim.batch().id(),
                tryNo);
    }
}
