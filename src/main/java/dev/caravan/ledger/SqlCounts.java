package dev.caravan.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** {@link Counts} in SQL. */
final class SqlCounts implements Counts {
    /** Tasks that have used up today's budget: what they have queued does not move by itself before tomorrow. */
    private static final String RESTING = " NOT IN (SELECT task_id FROM budget WHERE rests_day = ?)";

    private final Db db;
    private final Clock clock;

    SqlCounts(Db db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    @Override
    public DropCounts total() {
        return db.read(c -> {
            Map<RecordState, Long> states = new EnumMap<>(RecordState.class);
            Db.list(
                    c,
                    "SELECT state, sum(n) FROM drop_count GROUP BY state",
                    r -> states.put(Codes.recordState(r.getInt(1)), r.getLong(2)));
            return Db.one(
                            c,
                            "SELECT coalesce(sum(rows_read), 0), coalesce(sum(refused), 0), coalesce(sum(duplicate), 0),"
                                    + " coalesce(sum(unchanged), 0), coalesce(sum(stale), 0) FROM (SELECT rows_read, refused,"
                                    + " duplicate, unchanged, stale FROM \"drop\" UNION ALL SELECT rows_read, refused,"
                                    + " duplicate, unchanged, stale FROM drop_range) x",
                            r -> new DropCounts(
                                    r.getLong(1), r.getLong(2), r.getLong(3), r.getLong(4), r.getLong(5), states))
                    .orElseThrow();
        });
    }

    @Override
    public List<Drops.Drop> drops(long afterDropId, int limit) {
        return db.read(c -> DropReads.drops(c, "WHERE id > ? ORDER BY id LIMIT ?", afterDropId, limit));
    }

    @Override
    public boolean settled(java.util.Collection<Left> left) {
        long today = BudgetRows.day(clock.millis());
        // Numbers, never text of others.
        String others =
                " NOT IN (-1" + left.stream().map(one -> ", " + one.taskId()).collect(Collectors.joining()) + ")";
        return db.read(c -> none(c, "SELECT 1 FROM \"drop\" WHERE state < 4")
                && none(c, "SELECT 1 FROM batch WHERE state < 7")
                && none(c, "SELECT 1 FROM twin WHERE state < 4")
                && none(c, "SELECT 1 FROM task t JOIN todo d ON d.task_id = t.id AND d.kind = 2")
                && none(
                        c,
                        "SELECT 1 FROM task t JOIN todo d ON d.task_id = t.id AND d.kind = 1 AND t.id" + RESTING
                                + " AND t.id" + others,
                        today)
                && none(c, "SELECT 1 FROM request WHERE done_at IS NULL")
                && none(c, "SELECT 1 FROM rerun WHERE done_at IS NULL")
                && none(c, "SELECT 1 FROM submission s WHERE " + SqlSubmissions.DUE)
                && none(c, "SELECT 1 FROM batch WHERE unpublished = 1 AND task_id" + others)
                && none(c, "SELECT 1 FROM task t JOIN todo d ON d.task_id = t.id AND d.kind = 5 AND t.id" + others)
                && none(c, "SELECT 1 FROM publication WHERE state IN (1, 4) AND task_id" + others)
                && none(c, "SELECT 1 FROM delivery WHERE state < 4")
                && none(
                        c,
                        "SELECT 1 FROM chunk k WHERE k.state = 1 AND k.task_id" + RESTING
                                + " AND k.task_id" + others
                                + " AND EXISTS (SELECT 1 FROM record r WHERE r.id >= k.first_id + k.taken"
                                + " AND r.id < k.first_id + k.n AND r.state = 1)",
                        today));
    }

    @Override
    public List<Left> left(Set<String> tasks) {
        return db.read(c -> {
            List<Left> left = new ArrayList<>();
            for (Left one : Db.list(
                    c, "SELECT id, name FROM task ORDER BY name", r -> new Left(r.getInt(1), r.getString(2), 0, 0))) {
                if (!tasks.contains(one.task())) {
                    long queued = records(c, one.taskId(), RecordState.QUEUED);
                    long completed = records(c, one.taskId(), RecordState.COMPLETED);
                    if (queued + completed > 0) {
                        left.add(new Left(one.taskId(), one.task(), queued, completed));
                    }
                }
            }
            return left;
        });
    }

    @Override
    public long records(int taskId, RecordState state) {
        return db.read(c -> records(c, taskId, state));
    }

    private static long records(Connection c, int taskId, RecordState state) throws SQLException {
        return Db.number(
                c,
                "SELECT coalesce(sum(n.n), 0) FROM \"drop\" d JOIN drop_count n ON n.drop_id = d.id"
                        + " WHERE d.task_id = ? AND n.state = ?",
                taskId,
                state.code());
    }

    @Override
    public long overspend() {
        return db.read(c -> Db.number(c, "SELECT coalesce(sum(overspend), 0) FROM batch"));
    }

    @Override
    public Batches batches() {
        return db.read(c -> {
            Map<BatchState, Long> states = new EnumMap<>(BatchState.class);
            Db.each(
                    c,
                    "SELECT state, count(*) FROM batch GROUP BY state",
                    r -> states.put(Codes.batchState(r.getInt(1)), r.getLong(2)));
            long oldest = Db.number(c, "SELECT coalesce(min(created_at), -1) FROM batch WHERE state < 7");
            return new Batches(states, oldest < 0 ? null : Instant.ofEpochMilli(oldest));
        });
    }

    @Override
    public List<String> recount() {
        return db.audit(c -> new Recount(c).run());
    }

    private static boolean none(Connection c, String sql, Object... values) throws SQLException {
        return Db.one(c, sql + " LIMIT 1", r -> 1, values).isEmpty();
    }
}
