package dev.caravan.ledger;

import java.sql.Connection;
import java.sql.SQLException;

/** Submitted members of a batch that ends without results for them: refused and not charged, given up, or nobody knows. */
final class Dissolution {
    private final Connection c;
    private final long batchId;

    Dissolution(Connection c, long batchId) {
        this.c = c;
        this.batchId = batchId;
    }

    /** The provider refused them; no answer will come. Returns how many. */
    int fail(Members members, String code, String reason) throws SQLException {
        int failed = move(members, RecordState.PROVIDER_ERROR, TodoKind.FAILED, code, reason, new Again(0, 0));
        Db.update(c, "UPDATE batch SET n_error = n_error + ? WHERE id = ?", failed, batchId);
        return failed;
    }

    /** A person decides what becomes of them. Returns how many. */
    int hold(Members members, String code, String reason) throws SQLException {
        return notRun(move(members, RecordState.HELD, TodoKind.HELD, code, reason, new Again(0, 0)));
    }

    /** They go again, in this part or (0) with whoever waits; their attempt is burnt and kept. Returns how many. */
    int again(Members members, long part, long now, String code, String reason) throws SQLException {
        MemberRuns.fill(c, members.runs());
        Attempts.keep(c, "r.batch_id = " + batchId + " AND r.state = 2 AND r.stale = 0", code, reason);
        return notRun(move(members, RecordState.QUEUED, TodoKind.QUEUED, null, reason, new Again(part, now)));
    }

    private int notRun(int moved) throws SQLException {
        Db.update(c, "UPDATE batch SET n_notrun = n_notrun + ? WHERE id = ?", moved, batchId);
        return moved;
    }

    private int move(
            Members members,
            RecordState to,
            TodoKind kind,
            @org.jspecify.annotations.Nullable String code,
            String reason,
            Again again)
            throws SQLException {
        String mine = MemberRuns.RECORDS + " WHERE r.batch_id = ? AND r.state = 2";
        String target = "CASE WHEN r.stale = 1 THEN 10 ELSE " + to.code() + " END";
        MemberRuns.fill(c, members.runs());
        var counters = new DropCounters();
        counters.moveAll(
                c,
                "SELECT r.drop_id, 2, " + target + " AS target, count(*)" + mine + " GROUP BY r.drop_id, target",
                batchId);
        counters.store(c);
        Db.update(
                c,
                "INSERT INTO todo (record_id, task_id, kind, since, part, detail) SELECT r.id, r.task_id, "
                        + kind.code() + ", ?, ?, ?" + mine + " AND r.stale = 0" + TodoWriter.INSTEAD,
                again.since(),
                again.part(),
                reason,
                batchId);
        return Db.update(
                c,
                "UPDATE record AS r SET code = ?, state = " + target + " FROM temp.run m WHERE" + MemberRuns.IN_RUN
                        + "AND r.batch_id = ? AND r.state = 2",
                code,
                batchId);
    }

    /** @param part 0 for none; @param since when it was queued */
    private record Again(long part, long since) {}
}
