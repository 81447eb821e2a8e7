package dev.caravan.ledger;

import java.sql.Connection;
import java.sql.SQLException;

/** Members of a batch that ends without results: refused whole and not charged, or nobody knows. */
final class Dissolution {
    private static final String MEMBERS = MemberRuns.RECORDS + " WHERE r.batch_id = ? AND r.state = 2";

    private Dissolution() {}

    /** Its provider refused it; no answer will come. */
    static void refuse(Connection c, Batches.Batch batch, String code, String reason) throws SQLException {
        move(c, batch, RecordState.PROVIDER_ERROR, TodoKind.FAILED, code, reason);
        Db.update(c, "UPDATE batch SET n_error = n_sent WHERE id = ?", batch.id());
    }

    /** A person decides what becomes of them. */
    static void hold(Connection c, Batches.Batch batch, String code, String reason) throws SQLException {
        int held = move(c, batch, RecordState.HELD, TodoKind.HELD, code, reason);
        Db.update(c, "UPDATE batch SET n_notrun = n_notrun + ? WHERE id = ?", held, batch.id());
    }

    private static int move(
            Connection c, Batches.Batch batch, RecordState to, TodoKind kind, String code, String reason)
            throws SQLException {
        String target = "CASE WHEN r.stale = 1 THEN 10 ELSE " + to.code() + " END";
        MemberRuns.fill(c, batch.members().runs());
        var counters = new DropCounters();
        counters.moveAll(
                c,
                "SELECT r.drop_id, 2, " + target + " AS target, count(*)" + MEMBERS + " GROUP BY r.drop_id, target",
                batch.id());
        counters.store(c);
        Db.update(
                c,
                "INSERT OR REPLACE INTO todo (record_id, task_id, kind, detail) SELECT r.id, r.task_id, " + kind.code()
                        + ", ?" + MEMBERS + " AND r.stale = 0",
                reason,
                batch.id());
        return Db.update(
                c,
                "UPDATE record AS r SET code = ?, state = " + target + " FROM temp.run m WHERE" + MemberRuns.IN_RUN
                        + "AND r.batch_id = ? AND r.state = 2",
                code,
                batch.id());
    }
}
