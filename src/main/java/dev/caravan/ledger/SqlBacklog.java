package dev.caravan.ledger;

import dev.caravan.ledger.Batches.Except;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** {@link Backlog} in SQL. */
final class SqlBacklog implements Backlog {
    static final String DUE = "SELECT b.id, b.next_due FROM batch b WHERE b.state = ? AND b.state < 7 AND b.owner"
            + NodeRows.NOBODY + "AND b.next_due <= ? AND b.credential NOT IN (SELECT value FROM json_each(?))"
            + " AND CAST(b.task_id AS TEXT) NOT IN (SELECT value FROM json_each(?))"
            + " AND CAST(b.recipe_id AS TEXT) NOT IN (SELECT value FROM json_each(?))"
            + " ORDER BY b.next_due, b.id LIMIT 1";

    /** Of a task at a time: joined with all tasks, it would look at the first ones again for each record. */
    static final String HELD = "SELECT coalesce(r.code, '') AS code, count(*) FROM (SELECT h.record_id FROM todo h"
            + " WHERE h.task_id = ? AND h.kind = 6 ORDER BY h.due, h.record_id LIMIT ?) x"
            + " CROSS JOIN record r ON r.id = x.record_id WHERE r.state = 7 GROUP BY code ORDER BY code";

    private static final String NOTICES_DUE = "SELECT n.webhook, n.made_at, n.due FROM notice n JOIN webhook w"
            + " ON w.name = n.webhook WHERE n.state = 1 AND n.due <= ? AND w.due <= ? ORDER BY n.id LIMIT 1";

    private final Db db;
    private final Assembly assembly;
    private final Recipes recipes;
    private final BatchClaims claims;
    private final Clock clock;

    SqlBacklog(Db db, Assembly assembly, Recipes recipes, BatchClaims claims, Clock clock) {
        this.db = db;
        this.assembly = assembly;
        this.recipes = recipes;
        this.claims = claims;
        this.clock = clock;
    }

    @Override
    public Map<String, Map<RecordState, Long>> records() {
        Map<String, Map<RecordState, Long>> records = new TreeMap<>();
        return db.read(c -> {
            records.clear();
            Db.each(
                    c,
                    "SELECT t.name, q.state, sum(q.n) FROM task t JOIN \"drop\" d ON d.task_id = t.id"
                            + " JOIN drop_count q ON q.drop_id = d.id WHERE q.n > 0 GROUP BY t.name, q.state",
                    r -> records.computeIfAbsent(r.getString(1), task -> new EnumMap<>(RecordState.class))
                            .put(Codes.recordState(r.getInt(2)), r.getLong(3)));
            return records;
        });
    }

    @Override
    public Map<DropState, Long> drops() {
        Map<DropState, Long> drops = new EnumMap<>(DropState.class);
        return db.read(c -> {
            for (String some : List.of("< 4", ">= 4")) {
                Db.each(
                        c,
                        "SELECT state, count(*) FROM \"drop\" WHERE state " + some + " GROUP BY state",
                        r -> drops.put(Codes.dropState(r.getInt(1)), r.getLong(2)));
            }
            return drops;
        });
    }

    @Override
    public List<Held> held(int look) {
        record Task(int id, String name) {}
        return db.read(c -> {
            List<Held> held = new ArrayList<>();
            for (Task task :
                    Db.list(c, "SELECT id, name FROM task ORDER BY name", r -> new Task(r.getInt(1), r.getString(2)))) {
                Db.each(c, HELD, r -> held.add(new Held(task.name(), r.getString(1), r.getLong(2))), task.id(), look);
            }
            return held;
        });
    }

    @Override
    public List<Open> batches() {
        return db.read(c -> Db.list(
                c,
                "SELECT t.name, b.credential, count(*), sum(b.late), min(b.created_at) FROM batch b INDEXED BY batch_due"
                        + " JOIN task t ON t.id = b.task_id WHERE b.state < 7 GROUP BY t.name, b.credential"
                        + " ORDER BY t.name, b.credential",
                r -> new Open(r.getString(1), r.getString(2), r.getLong(3), r.getLong(4), time(r.getLong(5)))));
    }

    @Override
    public List<Reviews> reviews() {
        return db.read(c -> Db.list(
                c,
                "SELECT n.name, count(*), min(t.since) FROM todo t INDEXED BY todo_open JOIN task n ON n.id = t.task_id"
                        + " WHERE t.kind = 4 AND t.since > 0 GROUP BY n.name ORDER BY n.name",
                r -> new Reviews(r.getString(1), r.getLong(2), time(r.getLong(3)))));
    }

    @Override
    public List<Queue> deliveries() {
        Map<String, Queue> queues = new TreeMap<>();
        return db.read(c -> {
            queues.clear();
            Db.each(
                    c,
                    "SELECT v.sink, count(*), 0, min(p.sealed_at) FROM delivery v JOIN publication p ON p.id = v.pub_id"
                            + " WHERE v.state < 4 GROUP BY v.sink",
                    r -> add(queues, queue(r)));
            Db.each(
                    c,
                    "SELECT v.sink, 0, count(*), NULL FROM delivery v WHERE v.state = 5 GROUP BY v.sink",
                    r -> add(queues, queue(r)));
            return List.copyOf(queues.values());
        });
    }

    @Override
    public List<Queue> notices() {
        return db.read(c -> Db.list(
                c,
                "SELECT n.webhook, sum(CASE WHEN n.state = 1 THEN 1 ELSE 0 END),"
                        + " sum(CASE WHEN n.state = 1 THEN 0 ELSE 1 END), min(CASE WHEN n.state = 1 THEN n.made_at END)"
                        + " FROM notice n GROUP BY n.webhook ORDER BY n.webhook",
                SqlBacklog::queue));
    }

    private static Queue queue(ResultSet r) throws SQLException {
        long oldest = r.getLong(4);
        @Nullable Instant since = r.wasNull() ? null : time(oldest);
        return new Queue(r.getString(1), r.getLong(2), r.getLong(3), since);
    }

    private static void add(Map<String, Queue> queues, Queue more) {
        queues.merge(
                more.name(),
                more,
                (a, b) -> new Queue(
                        a.name(),
                        a.waiting() + b.waiting(),
                        a.givenUp() + b.givenUp(),
                        a.oldest() == null ? b.oldest() : a.oldest()));
    }

    @Override
    public Map<Stage, Head> heads(Except sending, Except calling) {
        Map<Stage, Head> heads = new EnumMap<>(Stage.class);
        assembly.waiting().stream()
                .filter(one -> !sending.tasks().contains(one.taskId()))
                .min(Comparator.comparing(Assembly.Waiting::oldest))
                .ifPresent(one ->
                        heads.put(Stage.ASSEMBLE, new Head("task " + recipes.taskName(one.taskId()), one.oldest())));
        return db.read(c -> {
            long now = clock.millis();
            put(
                    heads,
                    Stage.READ,
                    Db.one(c, "SELECT d.id" + SqlDrops.READY, r -> new Head("drop " + r.getLong(1), null)));
            put(heads, Stage.SUBMIT, submit(c, now, sending, calling));
            put(heads, Stage.POLL, due(c, BatchState.SUBMITTED, now, calling));
            put(heads, Stage.COLLECT, due(c, BatchState.COLLECTING, now, calling));
            put(
                    heads,
                    Stage.PUBLISH,
                    Db.one(
                            c,
                            "SELECT p.id FROM publication p WHERE p.state = 1 AND p.owner" + NodeRows.NOBODY
                                    + "ORDER BY p.id LIMIT 1",
                            r -> new Head("publication " + r.getLong(1), null)));
            put(
                    heads,
                    Stage.DELIVERIES,
                    Db.one(
                            c,
                            DeliveryRows.READY,
                            r -> new Head("publication " + r.getLong(1) + " to " + r.getString(3), null),
                            now,
                            BatchClaims.list(calling.tasks())));
            put(
                    heads,
                    Stage.NOTICES,
                    Db.one(
                            c,
                            NOTICES_DUE,
                            r -> new Head("webhook " + r.getString(1), time(Math.max(r.getLong(2), r.getLong(3)))),
                            now,
                            now));
            return heads;
        });
    }

    private static void put(Map<Stage, Head> heads, Stage stage, Optional<Head> head) {
        head.ifPresentOrElse(one -> heads.put(stage, one), () -> heads.remove(stage));
    }

    /** Doubts first, as they are claimed; then what its account and its budget have room for. */
    private Optional<Head> submit(Connection c, long now, Except sending, Except calling) throws SQLException {
        for (BatchState doubt : List.of(BatchState.CREATING, BatchState.IN_DOUBT)) {
            Optional<Head> head = due(c, doubt, now, calling);
            if (head.isPresent()) {
                return head;
            }
        }
        return claims.admitted(c, sending).map(id -> new Head("batch " + id, null));
    }

    private static Optional<Head> due(Connection c, BatchState state, long now, Except calling) throws SQLException {
        return Db.one(
                c,
                DUE,
                r -> new Head("batch " + r.getLong(1), known(r.getLong(2))),
                state.code(),
                now,
                BatchClaims.list(calling.credentials()),
                BatchClaims.list(calling.tasks()),
                BatchClaims.list(calling.recipes()));
    }

    /** 0 is at once, and nobody noted when that was. */
    private static @Nullable Instant known(long millis) {
        return millis == 0 ? null : time(millis);
    }

    private static Instant time(long millis) {
        return Instant.ofEpochMilli(millis);
    }
}
