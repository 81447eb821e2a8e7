package dev.caravan.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Chooses what people rejected, in the order of their decisions. */
final class Rejects {
    private static final String WAITING = " FROM task t CROSS JOIN decision d ON d.id > t.rejected_upto"
            + " AND d.task_id = t.id AND d.act = 3 JOIN record r ON r.id = d.record_id AND r.state = 9"
            + " AND r.pub_id IS NULL JOIN \"drop\" o ON o.id = r.drop_id AND o.purge = 0 WHERE t.id = ?";

    private Rejects() {}

    /** Whether somebody decided something about the task since it was last looked at. */
    static boolean mayBeSome(Connection c, int taskId) throws SQLException {
        return Db.number(
                        c,
                        "SELECT count(*) FROM task WHERE id = ? AND rejected_upto < (SELECT max(id) FROM decision)",
                        taskId)
                == 1;
    }

    /** Whether the next publication of rejects would have members. */
    static boolean areSome(Connection c, int taskId) throws SQLException {
        return mayBeSome(c, taskId)
                && Db.one(c, "SELECT 1" + WAITING + " LIMIT 1", r -> true, taskId)
                        .isPresent();
    }

    /** Rejected records that no publication holds; decisions up to the last one that was taken are not looked at again. */
    static Members choose(Connection c, int taskId, int limit) throws SQLException {
        record Rejected(long decision, long record, int attempt) {}
        List<Rejected> found = Db.list(
                c,
                "SELECT d.id, r.id, r.attempt" + WAITING + " ORDER BY d.id LIMIT ?",
                r -> new Rejected(r.getLong(1), r.getLong(2), r.getInt(3)),
                taskId,
                limit);
        long upTo = found.size() == limit
                ? found.get(limit - 1).decision()
                : Db.number(c, "SELECT coalesce(max(id), 0) FROM decision");
        Db.update(c, "UPDATE task SET rejected_upto = ? WHERE id = ?", upTo, taskId);
        var members = new Members.Builder();
        found.stream()
                .sorted(java.util.Comparator.comparingLong(Rejected::record))
                .forEach(one -> members.add(one.record(), one.attempt()));
        return members.build();
    }
}
