package dev.caravan.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** {@link Spending} in SQL. */
final class SqlSpending implements Spending {
    /** So many batches say what the next answer costs. */
    private static final int LAST = 20;

    private static final String LAST_ANSWERS =
            "SELECT sum(x.cost), sum(x.n) FROM (SELECT b.cost, b.n_ok + b.n_invalid + b.n_error AS n FROM batch b"
                    + " WHERE b.recipe_id = ? AND b.state = 7 ORDER BY b.id DESC LIMIT " + LAST + ") x";

    private final Db db;

    SqlSpending(Db db) {
        this.db = db;
    }

    @Override
    public long countedSince() {
        return db.read(c -> Db.number(c, "SELECT coalesce(max(day), 0) FROM effort WHERE task_id = 0 AND kind = 0"));
    }

    /** Conditions on {@code t}, a task, with their values. */
    private static String of(@Nullable Set<String> tasks, List<Object> values) {
        if (tasks == null) {
            return "";
        }
        values.addAll(tasks);
        return tasks.isEmpty()
                ? " AND false"
                : " AND t.name IN (" + String.join(", ", Collections.nCopies(tasks.size(), "?")) + ")";
    }

    @Override
    public List<Again> again(@Nullable Set<String> tasks, long fromDay, long toDay) {
        return efforts(
                "kind BETWEEN 1 AND 7",
                tasks,
                fromDay,
                toDay,
                r -> new Again(
                        r.getLong(1),
                        r.getString(2),
                        r.getString(3),
                        EffortKind.of(r.getInt(4)),
                        r.getLong(5),
                        r.getLong(6)));
    }

    @Override
    public List<Decided> decided(@Nullable Set<String> tasks, long fromDay, long toDay) {
        return efforts(
                "kind = " + EffortKind.DECISION,
                tasks,
                fromDay,
                toDay,
                r -> new Decided(r.getLong(1), r.getString(2), r.getString(3), r.getLong(5), r.getLong(7)));
    }

    private <T> List<T> efforts(String kind, @Nullable Set<String> tasks, long fromDay, long toDay, Db.Row<T> row) {
        List<Object> values = new ArrayList<>(List.of(fromDay, toDay));
        String where = " WHERE e.day >= ? AND e.day <= ? AND e." + kind + of(tasks, values);
        return db.read(c -> Db.list(
                c,
                "SELECT e.day, t.name, e.model, e.kind, sum(e.n), sum(e.micros), sum(e.millis) FROM effort e"
                        + " JOIN task t ON t.id = e.task_id" + where
                        + " GROUP BY e.day, t.name, e.model, e.kind ORDER BY e.day, t.name, e.model, e.kind",
                row,
                values.toArray()));
    }

    @Override
    public List<Stored> stored(@Nullable Set<String> tasks) {
        return db.read(c -> {
            Map<String, long[]> bytes = new TreeMap<>();
            add(
                    c,
                    bytes,
                    0,
                    "SELECT t.name, sum(coalesce((SELECT sum(f.bytes) FROM drop_file f WHERE f.drop_id = d.id), d.bytes))"
                            + " FROM \"drop\" d JOIN task t ON t.id = d.task_id WHERE d.purge < 2",
                    tasks);
            add(
                    c,
                    bytes,
                    1,
                    "SELECT t.name, sum(b.bytes) FROM task t JOIN batch b ON b.task_id = t.id AND b.bytes > 0"
                            + " AND b.purge < 2 WHERE true",
                    tasks);
            add(
                    c,
                    bytes,
                    2,
                    "SELECT t.name, sum(f.bytes) FROM task t CROSS JOIN batch b ON b.task_id = t.id AND b.bytes > 0"
                            + " AND b.purge < 2 CROSS JOIN result_file f ON f.batch_id = b.id WHERE f.withdrawn = 0",
                    tasks);
            add(
                    c,
                    bytes,
                    3,
                    "SELECT t.name, sum(p.bytes + coalesce((SELECT sum(s.bytes) FROM share s WHERE s.pub_id = p.id), 0))"
                            + " FROM task t JOIN publication p ON p.task_id = t.id AND p.bytes > 0 AND p.purge < 2"
                            + " WHERE true",
                    tasks);
            List<Stored> stored = new ArrayList<>();
            bytes.forEach((task, n) -> stored.add(new Stored(task, n[0], n[1], n[2], n[3])));
            return stored;
        });
    }

    private static void add(Connection c, Map<String, long[]> bytes, int what, String sql, @Nullable Set<String> tasks)
            throws SQLException {
        List<Object> values = new ArrayList<>();
        Db.each(
                c,
                sql + of(tasks, values) + " GROUP BY t.name",
                r -> bytes.computeIfAbsent(r.getString(1), task -> new long[4])[what] = r.getLong(2),
                values.toArray());
    }

    @Override
    public long ledgerBytes() {
        return db.read(c -> PostgresDb.isBehind(c)
                ? Db.number(c, "SELECT pg_database_size(current_database())")
                : Db.number(c, "PRAGMA page_count") * Db.number(c, "PRAGMA page_size"));
    }

    @Override
    public List<UnderWay> underWay(@Nullable Set<String> tasks) {
        List<Object> values = new ArrayList<>();
        String where = " WHERE b.state IN (2, 3, 4, 5, 6) AND b.state < 7" + of(tasks, values);
        return db.read(c -> Db.list(
                c,
                "SELECT t.name, b.model, count(*),"
                        + " sum(b.n_sent - b.n_ok - b.n_invalid - b.n_error - b.n_missing - b.n_notrun),"
                        + " sum(max(b.cost_est - b.cost, 0)) FROM batch b INDEXED BY batch_due CROSS JOIN task t"
                        + " ON t.id = b.task_id" + where + " GROUP BY t.name, b.model ORDER BY t.name, b.model",
                r -> new UnderWay(r.getString(1), r.getString(2), r.getLong(3), r.getLong(4), r.getLong(5)),
                values.toArray()));
    }

    private record Waiting(int taskId, String task, long records) {}

    @Override
    public List<Queued> queued(@Nullable Set<String> tasks) {
        List<Object> values = new ArrayList<>();
        String where = " WHERE q.state = 1 AND q.n > 0" + of(tasks, values);
        return db.read(c -> {
            List<Queued> queued = new ArrayList<>();
            for (Waiting one : Db.list(
                    c,
                    "SELECT t.id, t.name, sum(q.n) FROM drop_count q JOIN \"drop\" d ON d.id = q.drop_id"
                            + " JOIN task t ON t.id = d.task_id" + where + " GROUP BY t.id, t.name ORDER BY t.name",
                    r -> new Waiting(r.getInt(1), r.getString(2), r.getLong(3)),
                    values.toArray())) {
                queued.add(new Queued(one.task(), one.records(), each(c, one.taskId())));
            }
            return queued;
        });
    }

    private static OptionalDouble each(Connection c, int taskId) throws SQLException {
        record Sum(long micros, long answers) {}
        for (int recipe :
                Db.list(c, "SELECT id FROM recipe WHERE task_id = ? ORDER BY id DESC", r -> r.getInt(1), taskId)) {
            Sum sum = Db.one(c, LAST_ANSWERS, r -> new Sum(r.getLong(1), r.getLong(2)), recipe)
                    .orElse(new Sum(0, 0));
            if (sum.answers() > 0) {
                return OptionalDouble.of((double) sum.micros() / sum.answers());
            }
        }
        return OptionalDouble.empty();
    }
}
