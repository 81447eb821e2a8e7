package dev.caravan.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@link Gates} in SQL. */
final class SqlGates implements Gates {
    /** Multiplying scatters neighbours; the same record every time. */
    private static final String SCATTERED = "(r.id % 1073741824 * 2654435761) % 4294967296";

    private static final String OF_DROP = " FROM chunk k CROSS JOIN record r ON r.id >= k.first_id"
            + " AND r.id < k.first_id + k.n WHERE k.drop_id = ?";

    private static final String WAITING = OF_DROP + " AND r.state = 3 AND r.pub_id IS NULL";

    private static final String READY = WAITING + " AND r.current = 1";

    /** {@code n.state = 3 AND n.n > 0} is what the index says. */
    private static final String CLOSED = " FROM drop_count n CROSS JOIN \"drop\" d ON d.id = n.drop_id AND d.gate = 0"
            + " AND d.state IN (4, 5) WHERE n.state = 3 AND n.n > 0";

    /** How often a drop that goes on moving is looked at before a write, until the write itself looks at it. */
    private static final int LOOKS = 3;

    private final Db db;
    private final Clock clock;

    SqlGates(Db db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    @Override
    public List<Waiting> closed(int taskId) {
        String in = "(SELECT coalesce(sum(o.n), 0) FROM drop_count o WHERE o.drop_id = d.id AND o.state ";
        return db.read(c -> Db.list(
                c,
                "SELECT d.id, d.moves, n.n, " + in + "IN (1, 2, 7)), " + in + "= 7), " + in + "= 6)" + CLOSED
                        + " AND d.task_id = ? ORDER BY d.id",
                r -> new Waiting(r.getLong(1), r.getLong(2), r.getLong(3), r.getLong(4), r.getLong(5), r.getLong(6)),
                taskId));
    }

    @Override
    public boolean isMoving(long dropId) {
        return db.read(c -> Db.one(c, "SELECT 1 FROM \"drop\" WHERE id = ? AND " + DropRest.RETRIES, r -> true, dropId)
                        .isPresent()
                || SqlPurges.isInOpenBatch(c, dropId));
    }

    @Override
    public Sample sample(long dropId) {
        return db.read(c -> {
            long open = Db.number(
                    c,
                    "SELECT count(*) FROM todo WHERE drop_id = ? AND kind = 4 AND since > 0 AND reason = ?",
                    dropId,
                    Codes.SAMPLE);
            return Db.one(
                            c,
                            "SELECT count(*), coalesce(sum(wrong), 0) FROM (SELECT max(CASE WHEN d.act IN (2, 3) THEN 1 ELSE 0 END) AS wrong"
                                    + " FROM decision d CROSS JOIN record r ON r.id = d.record_id AND r.attempt = d.attempt"
                                    + " AND r.current = 1 AND r.state IN (3, 8, 9) WHERE d.drop_id = ? AND d.reason = ?"
                                    + " AND d.act IN (1, 2, 3) GROUP BY d.record_id) x",
                            r -> new Sample(open, r.getLong(1), r.getLong(2)),
                            dropId,
                            Codes.SAMPLE)
                    .orElseThrow();
        });
    }

    @Override
    public long choose(long dropId, long moves) {
        return db.write(c -> {
            if (Db.number(c, "SELECT \"drop\".moves FROM \"drop\" WHERE id = ?", dropId) != moves) {
                return 0L;
            }
            List<Long> one = Db.list(
                    c,
                    "SELECT r.id" + READY + " AND r.stale = 0 AND r.person = 0 ORDER BY " + SCATTERED
                            + ", r.id LIMIT 1",
                    r -> r.getLong(1),
                    dropId);
            if (one.isEmpty()) {
                return 0L;
            }
            long id = one.get(0);
            var counters = new DropCounters();
            counters.move(dropId, RecordState.COMPLETED, RecordState.REVIEW_REQUIRED, 1);
            counters.store(c);
            Db.update(
                    c,
                    "UPDATE record SET state = ?, code = ? WHERE id = ?",
                    RecordState.REVIEW_REQUIRED.code(),
                    Codes.SAMPLE,
                    id);
            new TodoWriter(c, clock.millis())
                    .review(
                            id,
                            Codes.SAMPLE,
                            "chosen because no valid record of its drop is in the sample, and the drop is published when"
                                    + " its sample was looked at",
                            clock.millis());
            return id;
        });
    }

    @Override
    public boolean open(long dropId, long moves) {
        Passed passed = db.audit(c -> passed(c, dropId));
        return passed.moves() == moves
                && db.write(c -> {
                    boolean opened = Db.update(
                                    c,
                                    "UPDATE \"drop\" SET gate = 1 WHERE id = ? AND gate = 0 AND \"drop\".moves = ?",
                                    dropId,
                                    moves)
                            == 1;
                    if (opened) {
                        letGo(c, dropId, passed);
                    }
                    return opened;
                });
    }

    @Override
    public boolean openBy(long dropId, String actor, String why) {
        for (int i = 0; i < LOOKS; i++) {
            Passed passed = db.audit(c -> passed(c, dropId));
            Optional<Boolean> opened = db.write(c -> openBy(c, dropId, passed, actor, why));
            if (opened.isPresent()) {
                return opened.get();
            }
        }
        return db.write(c -> openBy(c, dropId, passed(c, dropId), actor, why).orElseThrow());
    }

    /** Empty if the drop has moved since it was looked at. */
    private Optional<Boolean> openBy(Connection c, long dropId, Passed passed, String actor, String why)
            throws SQLException {
        if (moves(c, dropId) != passed.moves()) {
            return Optional.empty();
        }
        long closed = Db.number(c, "SELECT count(*) FROM \"drop\" WHERE id = ? AND gate = 0", dropId);
        if (Db.update(c, "UPDATE \"drop\" SET gate = 2 WHERE id = ? AND gate < 2", dropId) == 0) {
            return Optional.of(false);
        }
        letGo(c, dropId, passed);
        SqlEvents.insert(
                c,
                clock.millis(),
                EventKind.GATE_OPENED,
                "drop " + dropId,
                actor,
                (closed == 1
                                ? "Its results are published from now on, whatever its gate is"
                                : "Its gate was open and stays so, also when records of it go again")
                        + (why.isEmpty() ? "" : ". Why: " + why));
        return Optional.of(true);
    }

    /** @param batches with records of the drop that publications passed over; good while the drop has made no other move */
    private record Passed(long moves, List<Long> batches) {}

    /** Looks at all records of the drop: before a write, so that nobody else who writes has to wait for it. */
    private static Passed passed(Connection c, long dropId) throws SQLException {
        return new Passed(
                moves(c, dropId), Db.list(c, "SELECT DISTINCT r.batch_id" + WAITING, r -> r.getLong(1), dropId));
    }

    private static long moves(Connection c, long dropId) throws SQLException {
        return Db.number(c, "SELECT \"drop\".moves FROM \"drop\" WHERE id = ?", dropId);
    }

    /** What publications passed over before. What a person gave its value may be of a batch that is none any more. */
    private static void letGo(Connection c, long dropId, Passed passed) throws SQLException {
        for (long batch : passed.batches()) {
            Db.update(c, "UPDATE batch SET unpublished = 1 WHERE state = 7 AND id = ?", batch);
        }
        Db.update(
                c,
                "INSERT INTO todo (record_id, task_id, kind) SELECT r.id, r.task_id, 5 FROM (SELECT DISTINCT"
                        + " record_id FROM decision WHERE drop_id = ? AND act IN (1, 2)) d CROSS JOIN record r"
                        + " ON r.id = d.record_id WHERE r.state = 3 AND r.pub_id IS NULL AND r.current = 1 AND r.person = 1"
                        + TodoWriter.INSTEAD,
                dropId);
    }

    @Override
    public Map<Long, Long> pending(Collection<String> tasks) {
        if (tasks.isEmpty()) {
            return Map.of();
        }
        String named = " IN (SELECT id FROM task WHERE name IN ("
                + String.join(", ", Collections.nCopies(tasks.size(), "?")) + "))";
        return db.read(c -> {
            Map<Long, Long> pending = new HashMap<>();
            Db.each(
                    c,
                    "SELECT d.id, n.n" + CLOSED + " AND d.task_id" + named,
                    r -> pending.put(r.getLong(1), r.getLong(2)),
                    tasks.toArray());
            if (!pending.isEmpty()) {
                for (long publication : Db.list(
                        c,
                        "SELECT id FROM publication WHERE state = 2 AND task_id" + named,
                        r -> r.getLong(1),
                        tasks.toArray())) {
                    MemberRuns.fill(c, PublicationMembers.of(c, publication).runs());
                    Db.each(
                            c,
                            "SELECT r.drop_id, count(*)" + MemberRuns.RECORDS
                                    + " WHERE r.pub_id = ? AND r.state = 3 GROUP BY r.drop_id",
                            r -> {
                                long locked = r.getLong(2);
                                pending.computeIfPresent(r.getLong(1), (drop, n) -> n - locked);
                            },
                            publication);
                }
            }
            return pending;
        });
    }
}
