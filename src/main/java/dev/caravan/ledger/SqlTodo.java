package dev.caravan.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** {@link Todo} in SQL. */
final class SqlTodo implements Todo {
    /**
     * Current ones, of a batch that is final: until then a success may still come from there (rule 22). Where the payloads
     * are purged there is nothing to be sent again.
     */
    private static final String RETURNING =
            " JOIN record r ON r.id = d.record_id AND r.current = 1 JOIN \"drop\" o ON o.id = r.drop_id AND o.purge = 0"
                    + " JOIN batch b ON b.id = r.batch_id WHERE b.state >= 7";

    private final Db db;
    private final Clock clock;

    SqlTodo(Db db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    @Override
    public int releaseDueRetries(int limit) {
        boolean some = nextRetry().filter(due -> !due.isAfter(clock.instant())).isPresent();
        if (!some && lastRetry() <= Due.unbelievable(clock)) {
            return 0;
        }
        return db.write(c -> {
            List<Long> ids = retries(c, "<= ?", clock.millis(), limit);
            return queue(c, wanted(c, ids.isEmpty() ? retries(c, "> ?", Due.unbelievable(clock), limit) : ids));
        });
    }

    private static List<Long> retries(Connection c, String due, long than, int limit) throws SQLException {
        return Db.list(
                c,
                "SELECT r.id FROM task t CROSS JOIN todo d ON d.task_id = t.id AND d.kind = 2 AND d.due " + due
                        + RETURNING + " LIMIT ?",
                r -> r.getLong(1),
                than,
                limit);
    }

    private long lastRetry() {
        return db.read(c ->
                Db.number(c, "SELECT max((SELECT max(due) FROM todo WHERE task_id = t.id AND kind = 2)) FROM task t"));
    }

    @Override
    public int releaseInvalid(int taskId, int recipeId, int limit) {
        return db.write(c -> queue(
                c,
                Db.list(
                        c,
                        "SELECT r.id FROM todo d" + RETURNING + " AND b.cancel = 0 AND d.task_id = ? AND d.kind = 3"
                                + " AND r.drop_id NOT IN (SELECT id FROM \"drop\" WHERE cancel = 1)"
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
            new TodoWriter(c, clock.millis()).put(recordId, row.taskId(), TodoKind.HELD, 0, detail);
            return 0;
        });
    }

    @Override
    public void allIsDue() {
        db.write(c -> Due.everything(c));
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
        new HeldMover(c, clock.millis()).queue(ids);
        return ids.size();
    }

    /** Rule 14: what would go again of a cancelled batch or drop waits for a person. */
    private List<Long> wanted(Connection c, List<Long> due) throws SQLException {
        if (due.isEmpty()) {
            return due;
        }
        MemberRuns.fillIds(c, due);
        List<Long> cancelled = Db.list(
                c,
                "SELECT r.id" + MemberRuns.RECORDS + " WHERE EXISTS (SELECT 1 FROM batch b WHERE b.id = r.batch_id"
                        + " AND b.cancel = 1) OR r.drop_id IN (SELECT id FROM \"drop\" WHERE cancel = 1)",
                r -> r.getLong(1));
        new HeldMover(c, clock.millis())
                .hold(
                        cancelled,
                        "it failed at its provider and was to go again, but its batch or drop was cancelled or held");
        List<Long> wanted = new ArrayList<>(due);
        wanted.removeAll(new HashSet<>(cancelled));
        return wanted;
    }
}
