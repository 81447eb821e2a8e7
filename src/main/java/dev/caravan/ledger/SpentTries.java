package dev.caravan.ledger;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Members whose last allowed try has failed go to a person when their batch is collected, and not before: until then a
 * success of the same attempt may still replace the failure (rule 22).
 */
final class SpentTries {
    private static final String SPENT = MemberRuns.RECORDS + " WHERE r.batch_id = ? AND r.state IN (4, 5)"
            + " AND (SELECT d.kind FROM todo d WHERE d.record_id = r.id) = 4";

    private SpentTries() {}

    static void review(Connection c, Batches.Batch batch, long now) throws SQLException {
        MemberRuns.fill(c, batch.members().runs());
        var counters = new DropCounters();
        counters.moveAll(
                c, "SELECT r.drop_id, r.state, 6, count(*)" + SPENT + " GROUP BY r.drop_id, r.state", batch.id());
        counters.store(c);
        Db.update(
                c,
                "UPDATE todo SET since = ? WHERE kind = 4 AND record_id IN (SELECT r.id" + SPENT + ")",
                now,
                batch.id());
        Db.update(c, "UPDATE record SET state = 6 WHERE id IN (SELECT r.id" + SPENT + ")", batch.id());
    }
}
