package dev.caravan.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Queued records that another recipe answers once, in batches of their own. */
final class OneMore {
    private OneMore() {}

    static void by(Connection c, int recipeId, List<Long> ids) throws SQLException {
        MemberRuns.fillIds(c, ids);
        record Of(int task, long batch) {}
        Of first = Db.one(
                        c,
                        "SELECT r.task_id, coalesce(r.batch_id, 0)" + MemberRuns.RECORDS + " LIMIT 1",
                        r -> new Of(r.getInt(1), r.getLong(2)))
                .orElseThrow();
        long part = Parts.open(c, first.task(), recipeId, first.batch(), 0);
        Db.update(
                c,
                "UPDATE todo SET part = ? WHERE record_id IN (SELECT t.record_id FROM temp.run m CROSS JOIN todo t"
                        + " ON t.record_id >= +m.first_id AND t.record_id < +m.end_id)",
                part);
    }
}
