package dev.caravan.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** {@link Holdups} in SQL. */
final class SqlHoldups implements Holdups {
    private final Db db;
    private final Clock clock;
    private final Assembly assembly;

    SqlHoldups(Db db, Clock clock) {
        this.db = db;
        this.clock = clock;
        this.assembly = new SqlAssembly(db, 0, clock);
    }

    @Override
    public Optional<OfBatch> batch(long batchId) {
        return db.read(c -> {
            Optional<NoRoom> room = noRoom(c, batchId);
            return Db.one(
                    c,
                    "SELECT task_id, recipe_id, CASE WHEN owner IN (SELECT alive.id FROM node alive WHERE alive.dead = 0)"
                            + " THEN owner ELSE 0 END, coalesce(since, created_at), late, next_due, polls,"
                            + " recut + moved_to FROM batch WHERE id = ?",
                    r -> new OfBatch(
                            r.getInt(1),
                            r.getInt(2),
                            r.getInt(3),
                            Instant.ofEpochMilli(r.getLong(4)),
                            r.getInt(5) == 1,
                            Instant.ofEpochMilli(r.getLong(6)),
                            r.getInt(7),
                            r.getInt(8) > 0,
                            room.orElse(null)),
                    batchId);
        });
    }

    private Optional<NoRoom> noRoom(Connection c, long batchId) throws SQLException {
        boolean waits = Db.number(c, "SELECT count(*) FROM batch WHERE id = ? AND state = 2", batchId) == 1;
        return waits ? Admission.noRoom(c, batchId, clock.millis()) : Optional.empty();
    }

    @Override
    public Optional<OfRecord> record(long recordId) {
        return db.read(c -> Db.one(
                c,
                "SELECT kind, due, coalesce(detail, '') FROM todo WHERE record_id = ? AND kind IN (1, 2, 6, 7)",
                r -> new OfRecord(
                        r.getInt(1) == TodoKind.RETRY.code(), Instant.ofEpochMilli(r.getLong(2)), r.getString(3)),
                recordId));
    }

    @Override
    public int task(String name) {
        return db.read(c -> Db.one(c, "SELECT id FROM task WHERE name = ?", r -> r.getInt(1), name))
                .orElse(0);
    }

    @Override
    public Optional<Assembly.Waiting> queue(int taskId) {
        return assembly.waiting().stream().filter(one -> one.taskId() == taskId).findFirst();
    }

    @Override
    public Optional<Nodes.Node> node(int number) {
        return db.read(c -> NodeRows.living(c).stream()
                .filter(one -> one.number() == number)
                .findFirst());
    }

    @Override
    public Optional<String> stopped(String credential) {
        return db.read(c -> Db.one(
                c,
                "SELECT body FROM event WHERE subject = ? AND kind = ? AND at > ? AND id = (SELECT max(o.id) FROM event o"
                        + " WHERE o.subject = ? AND o.kind IN (?, ?))",
                r -> r.getString(1),
                "credential " + credential,
                EventKind.CREDENTIAL_STOPPED.code(),
                clock.instant().minus(Duration.ofDays(1)).toEpochMilli(),
                "credential " + credential,
                EventKind.CREDENTIAL_STOPPED.code(),
                EventKind.CREDENTIAL_BACK.code()));
    }
}
