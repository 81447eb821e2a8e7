package dev.caravan.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** {@link Todo} on SQLite. */
final class SqliteTodo implements Todo {
    private final Db db;
    private final Clock clock;

    SqliteTodo(Db db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    @Override
    public int releaseDueRetries(int limit) {
        if (nextRetry().filter(due -> !due.isAfter(clock.instant())).isEmpty()) {
            return 0;
        }
        return db.write(c -> {
            List<Row> due = Db.list(
                    c,
                    "SELECT r.id, r.drop_id, r.task_id, r.state FROM task t JOIN todo d ON d.task_id = t.id AND"
                            + " d.kind = 2 AND d.due <= ? JOIN record r ON r.id = d.record_id"
                            + " JOIN batch b ON b.id = r.batch_id AND b.state >= 7"
                            + " WHERE r.current = 1 LIMIT ?",
                    Row::of,
                    clock.millis(),
                    limit);
            return queue(c, due);
        });
    }

    @Override
    public int releaseInvalid(int taskId, int recipeId, int limit) {
        return db.write(c -> {
            List<Row> waiting = Db.list(
                    c,
                    "SELECT r.id, r.drop_id, r.task_id, r.state FROM todo d JOIN record r ON r.id = d.record_id"
                            + " JOIN batch b ON b.id = r.batch_id AND b.state >= 7"
                            + " WHERE d.task_id = ? AND d.kind = 3 AND r.recipe_id <> ? AND r.current = 1 LIMIT ?",
                    Row::of,
                    taskId,
                    recipeId,
                    limit);
            return queue(c, waiting);
        });
    }

    @Override
    public void hold(long recordId, String code, String detail) {
        db.write(c -> {
            Row row = Db.one(c, "SELECT id, drop_id, task_id, state FROM record WHERE id = ?", Row::of, recordId)
                    .orElseThrow(() -> new LedgerException("The ledger has no record " + recordId));
            var counters = new DropCounters();
            counters.move(row.dropId(), row.state(), RecordState.HELD, 1);
            Db.update(c, "UPDATE record SET state = ?, code = ? WHERE id = ?", RecordState.HELD.code(), code, recordId);
            new TodoWriter(c).put(recordId, row.taskId(), TodoKind.HELD, 0, detail);
            counters.store(c);
            return 0;
        });
    }

    @Override
    public Optional<Instant> nextRetry() {
        return db
                .read(c -> Db.list(
                        c, "SELECT (SELECT min(due) FROM todo WHERE task_id = t.id AND kind = 2) FROM task t", r -> {
                            long due = r.getLong(1);
                            return r.wasNull() ? Optional.<Instant>empty() : Optional.of(Instant.ofEpochMilli(due));
                        }))
                .stream()
                .flatMap(Optional::stream)
                .min(Instant::compareTo);
    }

    private static int queue(Connection c, List<Row> rows) throws SQLException {
        var counters = new DropCounters();
        var todo = new TodoWriter(c);
        for (Row row : rows) {
            counters.move(row.dropId(), row.state(), RecordState.QUEUED, 1);
            Attempts.keep(c, row.id(), "again");
            Db.update(c, "UPDATE record SET state = 1, code = NULL WHERE id = ?", row.id());
            todo.put(row.id(), row.taskId(), TodoKind.QUEUED, 0, null);
        }
        counters.store(c);
        return rows.size();
    }

    private record Row(long id, long dropId, int taskId, RecordState state) {
        static Row of(ResultSet r) throws SQLException {
            return new Row(r.getLong(1), r.getLong(2), r.getInt(3), LegalMoves.recordState(r.getInt(4)));
        }
    }
}
