package dev.caravan.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Queued records of a task that are held for one reason, by its code, and let go by that code. */
final class CodedHolds {
    private final String code;
    private final Clock clock;

    CodedHolds(String code, Clock clock) {
        this.code = code;
        this.clock = clock;
    }

    /** Returns how many; fewer than the limit at the end. */
    int hold(Connection c, int taskId, String detail, int limit) throws SQLException {
        List<Long> ids = SqlAssembly.candidates(c, taskId, 0, limit).stream()
                .map(Assembly.Candidate::recordId)
                .toList();
        if (!ids.isEmpty()) {
            move(c, ids, RecordState.QUEUED, RecordState.HELD, TodoKind.HELD, detail);
            Db.update(c, "UPDATE record AS r SET code = ? FROM temp.run m WHERE" + MemberRuns.IN_RUN, code);
            SqlAssembly.takeFromChunks(c, taskId, ids.get(0), ids.get(ids.size() - 1) + 1);
        }
        return ids.size();
    }

    /** Returns how many. */
    int release(Connection c, int taskId, int limit) throws SQLException {
        List<Long> ids = Db.list(
                c,
                "SELECT r.id FROM todo d JOIN record r ON r.id = d.record_id WHERE d.task_id = ? AND d.kind = ?"
                        + " AND r.state = ? AND r.code = ? AND r.current = 1 ORDER BY d.record_id LIMIT ?",
                r -> r.getLong(1),
                taskId,
                TodoKind.HELD.code(),
                RecordState.HELD.code(),
                code,
                limit);
        if (!ids.isEmpty()) {
            move(c, ids, RecordState.HELD, RecordState.QUEUED, TodoKind.QUEUED, null);
            Db.update(c, "UPDATE record AS r SET code = NULL FROM temp.run m WHERE" + MemberRuns.IN_RUN);
        }
        return ids.size();
    }

    /** Their attempts were kept when they were queued; nothing happened since. */
    private void move(
            Connection c, List<Long> ids, RecordState from, RecordState to, TodoKind kind, @Nullable String detail)
            throws SQLException {
        MemberRuns.fillIds(c, ids);
        var counters = new DropCounters();
        counters.moveAll(
                c,
                "SELECT r.drop_id, r.state, " + to.code() + ", count(*)" + MemberRuns.RECORDS
                        + " WHERE r.state = ? GROUP BY r.drop_id, r.state",
                from.code());
        counters.store(c);
        Db.update(
                c,
                "UPDATE record AS r SET state = ? FROM temp.run m WHERE" + MemberRuns.IN_RUN + "AND r.state = ?",
                to.code(),
                from.code());
        Db.update(
                c,
                "INSERT INTO todo (record_id, task_id, kind, due, since, detail)"
                        + " SELECT r.id, r.task_id, ?, 0, ?, ?" + MemberRuns.RECORDS + " WHERE true"
                        + TodoWriter.INSTEAD,
                kind.code(),
                clock.millis(),
                detail);
    }
}
