package dev.caravan.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Moves records in and out of {@link RecordState#HELD}, many at a time. */
final class HeldMover {
    private static final String FRESH = "SELECT r.id FROM chunk k CROSS JOIN record r ON r.id >= k.first_id + k.taken"
            + " AND r.id < k.first_id + k.n AND r.state = 1 WHERE k.drop_id = ? AND k.state = 1 ORDER BY k.first_id, r.id"
            + " LIMIT ?";
    private static final String AGAIN = "SELECT t.record_id FROM \"drop\" d CROSS JOIN todo t ON t.task_id = d.task_id"
            + " AND t.kind = 1 JOIN record r ON r.id = t.record_id AND r.drop_id = d.id AND r.state = 1 WHERE d.id = ?"
            + " ORDER BY t.record_id LIMIT ?";

    private final Connection c;
    private final long now;

    HeldMover(Connection c, long now) {
        this.c = c;
        this.now = now;
    }

    /** What is queued of a cancelled or held drop: first what waits for another attempt, then what was never sent. */
    int hold(long dropId, int limit) throws SQLException {
        boolean cancelled = Db.number(c, "SELECT hold FROM \"drop\" WHERE id = ?", dropId) == 0;
        String why = cancelled ? "its drop was cancelled" : "its drop is held";
        List<Long> again = Db.list(c, AGAIN, r -> r.getLong(1), dropId, limit);
        if (!again.isEmpty()) {
            hold(again, why);
            return again.size();
        }
        List<Long> fresh = Db.list(c, FRESH, r -> r.getLong(1), dropId, limit);
        if (!fresh.isEmpty()) {
            hold(fresh, why);
            int task = (int) Db.number(c, "SELECT task_id FROM \"drop\" WHERE id = ?", dropId);
            SqlAssembly.takeFromChunks(c, task, fresh.get(0), fresh.get(fresh.size() - 1) + 1);
        }
        return fresh.size();
    }

    void hold(List<Long> ids, String why) throws SQLException {
        if (ids.isEmpty()) {
            return;
        }
        MemberRuns.fillIds(c, ids);
        move(RecordState.HELD);
        Db.update(
                c,
                "UPDATE record AS r SET state = ?, code = CASE (SELECT d.hold FROM \"drop\" d WHERE d.id = r.drop_id)"
                        + " WHEN 1 THEN ? ELSE ? END FROM temp.run m WHERE" + MemberRuns.IN_RUN,
                RecordState.HELD.code(),
                Codes.HELD,
                Codes.CANCELLED);
        list(TodoKind.HELD, why);
    }

    /** What is held, as it was selected; current ones whose drop is neither cancelled nor deleted by age. */
    int release(Cancels.Held held, int limit) throws SQLException {
        var where = new StringBuilder();
        List<@Nullable Object> values = new ArrayList<>();
        also(where, values, " AND t.task_id = ?", held.taskId() == 0 ? null : held.taskId());
        also(where, values, " AND r.batch_id = ?", held.batchId() == 0 ? null : held.batchId());
        also(where, values, " AND r.drop_id = ?", held.dropId() == 0 ? null : held.dropId());
        also(where, values, " AND r.code = ?", held.code().isEmpty() ? null : held.code());
        values.add(limit);
        List<Long> ids = Db.list(
                c,
                "SELECT r.id FROM task n CROSS JOIN todo t ON t.task_id = n.id AND t.kind = 6 JOIN record r"
                        + " ON r.id = t.record_id AND r.state = 7 AND r.current = 1"
                        + " WHERE NOT EXISTS (SELECT 1 FROM \"drop\" d WHERE d.id = r.drop_id AND (d.cancel = 1 OR d.purge > 0))"
                        + where + " LIMIT ?",
                r -> r.getLong(1),
                values.toArray());
        queue(ids);
        return ids.size();
    }

    /** Queues records again and keeps the attempt that they had. */
    void queue(List<Long> ids) throws SQLException {
        queue(ids, null);
    }

    /** The same. @param kind why they are asked again; null: as their states say */
    void queue(List<Long> ids, @Nullable EffortKind kind) throws SQLException {
        if (ids.isEmpty()) {
            return;
        }
        MemberRuns.fillIds(c, ids);
        move(RecordState.QUEUED);
        Attempts.keep(c, "true", "again", "", kind);
        Db.update(
                c,
                "UPDATE record AS r SET state = 1, code = NULL, person = CASE person WHEN 0 THEN 0 ELSE 2 END"
                        + " FROM temp.run m WHERE" + MemberRuns.IN_RUN);
        // What a person gave the answer before is no value of the next one.
        Db.update(
                c,
                "DELETE FROM edit WHERE record_id IN (SELECT e.record_id FROM temp.run m CROSS JOIN edit e"
                        + " ON e.record_id >= +m.first_id AND e.record_id < +m.end_id)");
        list(TodoKind.QUEUED, null);
    }

    private static void also(StringBuilder where, List<@Nullable Object> values, String sql, @Nullable Object value) {
        if (value != null) {
            where.append(sql);
            values.add(value);
        }
    }

    private void move(RecordState to) throws SQLException {
        var counters = new DropCounters();
        counters.moveAll(
                c,
                "SELECT r.drop_id, r.state, " + to.code() + ", count(*)" + MemberRuns.RECORDS
                        + " WHERE true GROUP BY r.drop_id, r.state");
        counters.store(c);
    }

    private void list(TodoKind kind, @Nullable String detail) throws SQLException {
        Db.update(
                c,
                "INSERT INTO todo (record_id, task_id, kind, due, since, detail) SELECT r.id, r.task_id, " + kind.code()
                        + ", 0, ?, ?" + MemberRuns.RECORDS + " WHERE true" + TodoWriter.INSTEAD,
                now,
                detail);
    }
}
