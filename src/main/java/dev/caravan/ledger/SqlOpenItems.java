package dev.caravan.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@link OpenItems} in SQL. Several tasks are several walks, put in order here. */
final class SqlOpenItems implements OpenItems {
    /** Whoever holds it already has not opened it anew. */
    private static final String SAME = " = CASE WHEN holder = ? AND held_until > ? THEN ";

    private static final String CLAIM = "UPDATE todo SET opened_at" + SAME + "opened_at ELSE ? END, opened_for" + SAME
            + "opened_for ELSE ? END, holder = ?, held_until = ? WHERE record_id = ? AND kind = 4"
            + " AND since > 0 AND (holder IS NULL OR holder = ? OR held_until <= ?)";

    private final Db db;
    private final Clock clock;

    SqlOpenItems(Db db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    private static List<Integer> tasks(Connection c, Query query) throws SQLException {
        String task = query.task();
        Long drop = query.drop();
        List<Named> found;
        if (drop != null && task == null) {
            found = Db.list(
                    c,
                    "SELECT t.id, t.name FROM \"drop\" d JOIN task t ON t.id = d.task_id WHERE d.id = ?",
                    Named::of,
                    drop);
        } else {
            found = task == null
                    ? Db.list(c, "SELECT id, name FROM task ORDER BY id", Named::of)
                    : Db.list(c, "SELECT id, name FROM task WHERE name = ?", Named::of, task);
        }
        Set<String> only = query.tasks();
        return found.stream()
                .filter(one -> only == null || only.contains(one.name()))
                .map(Named::id)
                .toList();
    }

    private record Named(int id, String name) {
        static Named of(ResultSet r) throws SQLException {
            return new Named(r.getInt(1), r.getString(2));
        }
    }

    @Override
    public Optional<String> taskOf(long recordId) {
        return db.read(c -> Db.one(
                c,
                "SELECT t.name FROM record r JOIN task t ON t.id = r.task_id WHERE r.id = ?",
                r -> r.getString(1),
                recordId));
    }

    @Override
    public List<OpenItem> list(Query query, Place after, int limit) {
        return db.read(c -> {
            List<OpenItem> items = new ArrayList<>();
            for (int task : tasks(c, query)) {
                QueueSql besides = QueueSql.of(query, task).besides(after);
                List<OpenItem> some = Db.list(c, besides.rows(limit), this::item, besides.values());
                items.addAll(some);
                QueueSql later = QueueSql.of(query, task).later(after);
                items.addAll(Db.list(c, later.rows(limit - some.size()), this::item, later.values()));
            }
            items.sort(Comparator.comparing(OpenItem::since).thenComparingLong(OpenItem::recordId));
            return List.copyOf(items.subList(0, Math.min(limit, items.size())));
        });
    }

    @Override
    public List<Open> counts() {
        return db.read(c -> Db.list(
                c,
                "SELECT n.name, x.reason, x.items FROM (SELECT t.task_id, t.reason, count(*) AS items FROM todo t"
                        + " INDEXED BY todo_open_reason WHERE t.kind = 4 AND t.since > 0 GROUP BY t.task_id, t.reason) x"
                        + " JOIN task n ON n.id = x.task_id ORDER BY n.name, x.reason",
                r -> new Open(r.getString(1), r.getString(2), r.getLong(3))));
    }

    @Override
    public long count(Query query) {
        return sum(query, sql -> sql);
    }

    @Override
    public long held(Query query, String actor) {
        long now = clock.millis();
        return sum(query, sql -> sql.heldByOthers(actor, now));
    }

    private long sum(Query query, java.util.function.UnaryOperator<QueueSql> more) {
        return db.read(c -> {
            long sum = 0;
            for (int task : tasks(c, query)) {
                QueueSql sql = more.apply(QueueSql.of(query, task));
                sum += Db.number(c, sql.count(), sql.values());
            }
            return sum;
        });
    }

    private record Next(long recordId, long since) {}

    @Override
    public Optional<Long> next(Query query, Place after, String actor, Duration lease) {
        return db.write(c -> {
            List<Next> firsts = new ArrayList<>();
            for (int task : tasks(c, query)) {
                Optional<Next> next =
                        first(c, QueueSql.of(query, task).besides(after).freeFor(actor, clock.millis(), query));
                firsts.addAll((next.isPresent()
                                ? next
                                : first(c, QueueSql.of(query, task).later(after).freeFor(actor, clock.millis(), query)))
                        .stream().toList());
            }
            Optional<Long> next = firsts.stream()
                    .min(Comparator.comparingLong(Next::since).thenComparingLong(Next::recordId))
                    .map(Next::recordId);
            return next.isPresent() && take(c, next.get(), actor, lease) ? next : Optional.<Long>empty();
        });
    }

    private static Optional<Next> first(Connection c, QueueSql sql) throws SQLException {
        return Db.one(c, sql.ids(1), r -> new Next(r.getLong(1), r.getLong(2)), sql.values());
    }

    private boolean take(Connection c, long recordId, String actor, Duration lease) throws SQLException {
        long now = clock.millis();
        long length = lease.toMillis();
        return Db.update(c, CLAIM, actor, now, now, actor, now, length, actor, now + length, recordId, actor, now) == 1;
    }

    @Override
    public void claim(long recordId, String actor, Duration lease) {
        db.write(c -> {
            ItemRow row = ItemRow.open(c, recordId);
            row.checkFree(actor, clock.millis());
            return take(c, recordId, actor, lease);
        });
    }

    @Override
    public void keep(long recordId, String actor, Duration lease) {
        db.write(c -> {
            ItemRow row = ItemRow.open(c, recordId);
            row.checkFree(actor, clock.millis());
            if (!actor.equals(row.holder())) {
                throw new ItemConflictException(
                        "Record " + recordId + " is not held by " + actor + " any more. Claim it again");
            }
            return take(c, recordId, actor, lease);
        });
    }

    @Override
    public void letGo(long recordId, String actor) {
        db.write(c -> Db.update(
                c,
                "UPDATE todo SET holder = NULL, held_until = 0 WHERE record_id = ? AND holder = ?",
                recordId,
                actor));
    }

    @Override
    public Optional<OpenItem> find(long recordId) {
        return db.read(c -> Db.one(c, QueueSql.one(), this::item, recordId));
    }

    @Override
    public Optional<Whereabouts> whereabouts(long recordId) {
        return db.read(c -> RecordPlaces.of(c, recordId));
    }

    private OpenItem item(ResultSet r) throws SQLException {
        long until = r.getLong(14);
        boolean held = r.getString(13) != null && until > clock.millis();
        return new OpenItem(
                r.getLong(1),
                r.getInt(2),
                r.getString(3),
                r.getLong(4),
                r.getString(5),
                r.getInt(6),
                r.getInt(7),
                r.getInt(8),
                r.getString(9),
                r.getString(10),
                Instant.ofEpochMilli(r.getLong(11)),
                r.getString(12),
                held ? r.getString(13) : null,
                held ? Instant.ofEpochMilli(until) : null,
                r.getString(15));
    }
}
