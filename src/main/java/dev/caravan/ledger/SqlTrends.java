package dev.caravan.ledger;

import dev.caravan.ledger.SqlLists.Where;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@link Trends} in SQL. */
final class SqlTrends implements Trends {
    /** What was noted last of each task and state; null where nothing was. */
    private static final String LATEST =
            "SELECT k.task_id, k.state, (SELECT t.n FROM tally t WHERE t.task_id = k.task_id"
                    + " AND t.state = k.state ORDER BY t.at DESC LIMIT 1) FROM (SELECT n.id AS task_id, s.state FROM task n, ("
                    + states() + ") s) k";

    private final Db db;

    SqlTrends(Db db) {
        this.db = db;
    }

    private record Key(int task, int state) {}

    private static String states() {
        List<String> all = new ArrayList<>();
        for (RecordState state : RecordState.values()) {
            all.add("SELECT " + state.code() + (all.isEmpty() ? " AS state" : ""));
        }
        return String.join(" UNION ALL ", all);
    }

    @Override
    public int note(Instant now, Duration atMostEvery) {
        if (db.read(c -> isFresh(c, now, atMostEvery))) {
            return 0;
        }
        Map<Key, Long> counts = db.read(c -> numbers(
                c,
                "SELECT d.task_id, q.state, sum(q.n) FROM drop_count q JOIN \"drop\" d ON d.id = q.drop_id"
                        + " GROUP BY d.task_id, q.state"));
        return db.write(c -> isFresh(c, now, atMostEvery) ? 0 : note(c, now.toEpochMilli(), counts));
    }

    /** Nothing counts as 0. */
    private static Map<Key, Long> numbers(Connection c, String sql) throws SQLException {
        Map<Key, Long> numbers = new HashMap<>();
        Db.each(c, sql, r -> numbers.put(new Key(r.getInt(1), r.getInt(2)), r.getLong(3)));
        return numbers;
    }

    private static boolean isFresh(Connection c, Instant now, Duration atMostEvery) throws SQLException {
        return Db.number(
                        c,
                        "SELECT count(*) FROM tally_look WHERE at > ? AND at <= ?",
                        now.minus(atMostEvery).toEpochMilli(),
                        now.toEpochMilli())
                > 0;
    }

    private static int note(Connection c, long now, Map<Key, Long> counts) throws SQLException {
        Db.update(
                c,
                "INSERT INTO tally_look (id, at) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET at = excluded.at",
                now);
        int noted = 0;
        for (Map.Entry<Key, Long> known : numbers(c, LATEST).entrySet()) {
            Key key = known.getKey();
            long count = counts.getOrDefault(key, 0L);
            if (count != known.getValue()) {
                noted += Db.update(
                        c,
                        "INSERT INTO tally (task_id, state, at, n) VALUES (?, ?, ?, ?)"
                                + " ON CONFLICT (task_id, state, at) DO UPDATE SET n = excluded.n",
                        key.task(),
                        key.state(),
                        now,
                        count);
            }
        }
        return noted;
    }

    @Override
    public int trim(Instant before) {
        long end = before.toEpochMilli();
        return db.write(c -> Db.update(
                c,
                "DELETE FROM tally WHERE at < ? AND EXISTS (SELECT 1 FROM tally l WHERE l.task_id = tally.task_id"
                        + " AND l.state = tally.state AND l.at > tally.at AND l.at <= ?)",
                end,
                end));
    }

    @Override
    public List<Tally> tallies(@Nullable Set<String> tasks, Instant from) {
        long begin = from.toEpochMilli();
        Where where = new Where().tasks("n.name", tasks);
        return db.read(c -> Db.list(
                c,
                "SELECT n.name, t.state, t.at, t.n FROM task n JOIN tally t ON t.task_id = n.id AND t.at >="
                        + " coalesce((SELECT max(f.at) FROM tally f WHERE f.task_id = t.task_id AND f.state = t.state"
                        + " AND f.at <= ?), ?) " + where + " ORDER BY n.name, t.state, t.at",
                r -> new Tally(
                        r.getString(1),
                        Codes.recordState(r.getInt(2)),
                        Instant.ofEpochMilli(r.getLong(3)),
                        r.getLong(4)),
                Stream.concat(Stream.of(begin, begin), Arrays.stream(where.values()))
                        .toArray()));
    }

    @Override
    public List<Collected> collected(@Nullable Set<String> tasks, Instant from, int limit) {
        Where where =
                new Where().and("b.collected_at >= ?", from.toEpochMilli()).tasks("t.name", tasks);
        return db.read(c -> Db.list(
                c,
                "SELECT t.name, b.model, r.version, b.collected_at, b.submitted_at, b.n_sent, b.n_ok, b.n_invalid,"
                        + " b.n_error, b.n_missing, b.n_notrun, b.n_surplus FROM batch b JOIN task t ON t.id = b.task_id"
                        + " JOIN recipe r ON r.id = b.recipe_id " + where + " ORDER BY b.collected_at DESC LIMIT ?",
                r -> {
                    Instant at = Instant.ofEpochMilli(r.getLong(4));
                    long submitted = r.getLong(5);
                    return new Collected(
                            r.getString(1),
                            r.getString(2),
                            r.getInt(3),
                            at,
                            submitted == 0 ? null : Duration.between(Instant.ofEpochMilli(submitted), at),
                            new Lists.Counted(
                                    r.getInt(6),
                                    r.getInt(7),
                                    r.getInt(8),
                                    r.getInt(9),
                                    r.getInt(10),
                                    r.getInt(11),
                                    r.getInt(12)));
                },
                where.values(limit)));
    }

    @Override
    public List<Waiting> waiting(@Nullable Set<String> tasks, Instant now) {
        Where where = new Where().tasks("n.name", tasks);
        StringBuilder age = new StringBuilder("CASE");
        for (Age one : Age.values()) {
            Duration below = one.below();
            age.append(
                    below == null
                            ? " ELSE " + one.ordinal()
                            : " WHEN o.since > " + now.minus(below).toEpochMilli() + " THEN " + one.ordinal());
        }
        age.append(" END");
        return db.read(c -> Db.list(
                c,
                "SELECT n.name, " + age + " AS age, count(*) FROM task n JOIN todo o ON o.task_id = n.id AND o.kind = 4"
                        + " AND o.since > 0 " + where + " GROUP BY n.name, age ORDER BY n.name, age",
                r -> new Waiting(r.getString(1), Age.values()[r.getInt(2)], r.getLong(3)),
                where.values()));
    }
}
