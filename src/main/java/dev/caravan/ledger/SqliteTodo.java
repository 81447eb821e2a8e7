package dev.caravan.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** {@link Todo} on SQLite. */
final class SqliteTodo implements Todo {
    /**
     * Current ones, of a batch that is final: until then a success may still come from there (rule 22). Where the payloads
     * are purged there is nothing to be sent again.
     */
    private static final String RETURNING =
            " JOIN record r ON r.id = d.record_id AND r.current = 1 JOIN \"drop\" o ON o.id = r.drop_id AND o.purge = 0"
                    + " JOIN batch b ON b.id = r.batch_id WHERE b.state >= 7";

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
        return db.write(c -> queue(
                c,
                Db.list(
                        c,
                        "SELECT r.id FROM task t CROSS JOIN todo d ON d.task_id = t.id AND d.kind = 2 AND d.due <= ?"
                                + RETURNING + " LIMIT ?",
                        r -> r.getLong(1),
                        clock.millis(),
                        limit)));
    }

    @Override
    public int releaseInvalid(int taskId, int recipeId, int limit) {
        return db.write(c -> queue(
                c,
                Db.list(
                        c,
                        "SELECT r.id FROM todo d" + RETURNING + " AND d.task_id = ? AND d.kind = 3"
                                + " AND r.recipe_id <> ? AND r.recipe_id NOT IN (SELECT recipe_id FROM stand_in"
                                + " WHERE for_recipe_id = ?) ORDER BY d.record_id LIMIT ?",
                        r -> r.getLong(1),
                        taskId,
                        recipeId,
                        recipeId,
                        limit)));
    }

    @Override
    public void hold(long recordId, String code, String detail) {
        db.write(c -> {
            record Row(long dropId, int taskId, RecordState state) {}
            Row row = Db.one(
                            c,
                            "SELECT drop_id, task_id, state FROM record WHERE id = ?",
                            r -> new Row(r.getLong(1), r.getInt(2), Codes.recordState(r.getInt(3))),
                            recordId)
                    .orElseThrow(() -> new LedgerException("The ledger has no record " + recordId));
            if (row.state() != RecordState.QUEUED) {
                throw new LedgerException(
                        "Record " + recordId + " is " + row.state() + "; only a queued one can be held");
            }
            var counters = new DropCounters();
            counters.move(row.dropId(), row.state(), RecordState.HELD, 1);
            counters.store(c);
            Db.update(c, "UPDATE record SET state = ?, code = ? WHERE id = ?", RecordState.HELD.code(), code, recordId);
            new TodoWriter(c).put(recordId, row.taskId(), TodoKind.HELD, 0, detail);
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

    private int queue(Connection c, List<Long> ids) throws SQLException {
        if (ids.isEmpty()) {
            return 0;
        }
        MemberRuns.fillIds(c, ids);
        var counters = new DropCounters();
        counters.moveAll(
                c,
                "SELECT r.drop_id, r.state, 1, count(*)" + MemberRuns.RECORDS
                        + " WHERE true GROUP BY r.drop_id, r.state");
        counters.store(c);
        Attempts.keep(c, "true", "again", "");
        Db.update(c, "UPDATE record AS r SET state = 1 FROM temp.run m WHERE" + MemberRuns.IN_RUN);
        Db.update(
                c,
                "INSERT OR REPLACE INTO todo (record_id, task_id, kind, due, since) SELECT r.id, r.task_id, "
                        + TodoKind.QUEUED.code() + ", 0, ?" + MemberRuns.RECORDS,
                clock.millis());
        return ids.size();
    }
}
