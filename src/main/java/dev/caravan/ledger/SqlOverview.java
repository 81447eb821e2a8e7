package dev.caravan.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@link Overview} in SQL. */
final class SqlOverview implements Overview {
    private static final int LAST = 20;

    private final Db db;

    SqlOverview(Db db) {
        this.db = db;
    }

    @Override
    public List<Lists.DropRow> moving(int limit) {
        return db.read(c -> SqlLists.drops(
                c,
                "WHERE d.state < 4 OR (d.state < 6 AND EXISTS (SELECT 1 FROM drop_count n WHERE n.drop_id = d.id"
                        + " AND n.state IN (1, 2) AND n.n > 0)) ORDER BY d.id LIMIT ?",
                limit));
    }

    @Override
    public List<Lists.BatchRow> openBatches(int limit) {
        return db.read(
                c -> Db.list(c, SqlLists.BATCH + "WHERE b.state < 7 ORDER BY b.id LIMIT ?", SqlLists::batch, limit));
    }

    @Override
    public List<NodeNow> nodes() {
        return db.read(NodeHoldings::of);
    }

    @Override
    public Optional<Duration> usual(String credential, String model) {
        List<Long> took = db.read(c -> Db.list(
                c,
                "SELECT collected_at - submitted_at AS took FROM (SELECT collected_at, submitted_at FROM batch"
                        + " WHERE credential = ? AND model = ? AND state = 7 AND submitted_at IS NOT NULL"
                        + " AND collected_at IS NOT NULL ORDER BY submitted_at DESC LIMIT ?) x ORDER BY took",
                r -> r.getLong(1),
                credential,
                model,
                LAST));
        return took.isEmpty() ? Optional.empty() : Optional.of(Duration.ofMillis(took.get(took.size() / 2)));
    }

    @Override
    public List<Stuck> stuck(Instant now) {
        return db.read(c -> {
            List<Stuck> all = new ArrayList<>();
            sinks(c, all);
            batches(c, all);
            tasks(c, all, now);
            credentials(c, all, now);
            long open = Db.number(
                    c, "SELECT count(*) FROM request WHERE done_at IS NULL AND at < ?", now.toEpochMilli() - 60_000);
            if (open > 0) {
                all.add(new Stuck(
                        "requests", open, "asked for over a minute ago, and no Caravan has answered: start it"));
            }
            return all;
        });
    }

    private static void sinks(Connection c, List<Stuck> all) throws SQLException {
        Db.each(
                c,
                "SELECT sink, count(*), min(pub_id), max(coalesce(reason, '')) FROM delivery WHERE state = 5 GROUP BY sink",
                r -> all.add(new Stuck(
                        "sink " + r.getString(1),
                        r.getLong(2),
                        "given up, the first is publication " + r.getLong(3) + " (" + r.getString(4)
                                + "). When the sink works: replay --sink=" + r.getString(1))));
    }

    private static void batches(Connection c, List<Stuck> all) throws SQLException {
        Db.each(
                c,
                "SELECT id, state, late, coalesce(note, '') FROM batch WHERE state < 7 AND (state = 4 OR late = 1) ORDER BY id"
                        + " LIMIT 100",
                r -> all.add(new Stuck(
                        "batch " + r.getLong(1),
                        1,
                        (r.getInt(2) == 4
                                        ? "nobody knows yet whether its provider has it; that is found out before it is sent"
                                                + " again"
                                        : "later than the deadline of its task")
                                + (r.getString(4).isEmpty() ? "" : " (" + r.getString(4) + ")"))));
        Db.each(
                c,
                "SELECT id, coalesce(note, '') FROM batch WHERE state = 9 ORDER BY id DESC LIMIT 10",
                r -> all.add(new Stuck("batch " + r.getLong(1), 1, "lost (" + r.getString(2) + ")")));
    }

    private static void tasks(Connection c, List<Stuck> all, Instant now) throws SQLException {
        Db.each(
                c,
                "SELECT t.name, sum(n.n) FROM drop_count n JOIN \"drop\" d ON d.id = n.drop_id JOIN task t"
                        + " ON t.id = d.task_id WHERE n.state = 7 AND n.n > 0 GROUP BY t.name ORDER BY t.name",
                r -> all.add(new Stuck(
                        "task " + r.getString(1),
                        r.getLong(2),
                        "held until somebody lets them go: release --task=" + r.getString(1))));
        Db.each(
                c,
                "SELECT t.name FROM budget b JOIN task t ON t.id = b.task_id WHERE b.rests_day = ? ORDER BY t.name",
                r -> all.add(
                        new Stuck("task " + r.getString(1), 1, "its budget for today is spent; it goes on tomorrow")),
                BudgetRows.day(now.toEpochMilli()));
        Db.each(
                c,
                "SELECT credential, model, held_until FROM quota WHERE held_until > ? ORDER BY credential, model",
                r -> all.add(new Stuck(
                        "credential " + r.getString(1),
                        1,
                        "its provider has no room for " + r.getString(2) + " before "
                                + Instant.ofEpochMilli(r.getLong(3)))),
                now.toEpochMilli());
    }

    /** Those of the last day of which the last word is not that they work again. */
    private static void credentials(Connection c, List<Stuck> all, Instant now) throws SQLException {
        Db.each(
                c,
                "SELECT e.subject, e.body FROM event e WHERE e.kind = ? AND e.at > ? AND e.id = (SELECT max(o.id) FROM event o"
                        + " WHERE o.subject = e.subject AND o.kind IN (?, ?))",
                r -> all.add(new Stuck(r.getString(1), 1, r.getString(2))),
                EventKind.CREDENTIAL_STOPPED.code(),
                now.minus(Duration.ofDays(1)).toEpochMilli(),
                EventKind.CREDENTIAL_STOPPED.code(),
                EventKind.CREDENTIAL_BACK.code());
    }
}
