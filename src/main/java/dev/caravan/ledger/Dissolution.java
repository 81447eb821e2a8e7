package dev.caravan.ledger;

import java.sql.Connection;
import java.sql.SQLException;

/** Members of a batch that its provider refused whole: nothing was charged, and no answer will come. */
final class Dissolution {
    private static final String MEMBERS = MemberRuns.RECORDS + " WHERE r.batch_id = ? AND r.state = 2";
    private static final String TARGET = "CASE WHEN r.stale = 1 THEN 10 ELSE 5 END";

    private Dissolution() {}

    static void refuse(Connection c, Batches.Batch batch, String code, String reason) throws SQLException {
        MemberRuns.fill(c, batch.members().runs());
        var counters = new DropCounters();
        counters.moveAll(
                c,
                "SELECT r.drop_id, 2, " + TARGET + " AS target, count(*)" + MEMBERS + " GROUP BY r.drop_id, target",
                batch.id());
        counters.store(c);
        Db.update(
                c,
                "INSERT OR REPLACE INTO todo (record_id, task_id, kind, detail) SELECT r.id, r.task_id, "
                        + TodoKind.FAILED.code() + ", ?" + MEMBERS + " AND r.stale = 0",
                reason,
                batch.id());
        Db.update(
                c,
                "UPDATE record AS r SET code = ?, state = " + TARGET + " FROM temp.run m WHERE" + MemberRuns.IN_RUN
                        + "AND r.batch_id = ? AND r.state = 2",
                code,
                batch.id());
        Db.update(c, "UPDATE batch SET n_error = n_sent WHERE id = ?", batch.id());
    }
}
