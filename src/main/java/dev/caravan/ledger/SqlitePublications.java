package dev.caravan.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@link Publications} on SQLite. A publication holds members of one batch. */
final class SqlitePublications implements Publications {
    private static final int OPEN = 1;
    private static final int SEALED = 2;
    private static final int DONE = 3;

    private static final int WAITING = 1;
    private static final int SENDING = 2;
    private static final int RETRY_WAIT = 3;
    private static final int DELIVERED = 4;
    private static final int DEAD = 5;

    private static final String READY =
            " FROM record WHERE id >= ? AND id < ? AND batch_id = ? AND state = 3 AND pub_id IS NULL AND current = 1 AND stale = 0";

    private final Db db;
    private final int owner;
    private final Clock clock;

    SqlitePublications(Db db, int owner, Clock clock) {
        this.db = db;
        this.owner = owner;
        this.clock = clock;
    }

    @Override
    public List<Integer> tasksToPublish() {
        return db.read(c -> Db.list(
                c, "SELECT DISTINCT task_id FROM batch WHERE unpublished = 1 ORDER BY task_id", r -> r.getInt(1)));
    }

    @Override
    public Optional<Publication> open(int taskId, int limit) {
        return db.write(c -> {
            List<Long> batches = Db.list(
                    c,
                    "SELECT id FROM batch WHERE task_id = ? AND unpublished = 1 ORDER BY id",
                    r -> r.getLong(1),
                    taskId);
            for (long batch : batches) {
                Optional<Publication> opened = openFrom(c, batch, taskId, limit);
                if (opened.isPresent()) {
                    return opened;
                }
            }
            return Optional.<Publication>empty();
        });
    }

    @Override
    public List<Publication> leftOpen() {
        return db.read(c -> Db.list(
                c,
                "SELECT id, task_id, n FROM publication WHERE state = 1 ORDER BY id",
                r -> new Publication(r.getLong(1), r.getInt(2), r.getInt(3))));
    }

    @Override
    public List<Member> members(long publicationId, long afterRecordId, int limit) {
        return db.read(c -> {
            Members members = membersOf(c, publicationId);
            List<Member> page = new java.util.ArrayList<>();
            for (Members.Run run : members.runs()) {
                if (run.endId() <= afterRecordId + 1 || page.size() >= limit) {
                    continue;
                }
                page.addAll(Db.list(
                        c,
                        "SELECT r.id, r.source_id, r.rev, r.attempt, r.drop_id, r.recipe_id, r.batch_id, r.res_file,"
                                + " r.res_pos, f.kind, f.path, f.bytes, f.sha256, f.try_no, k.segment, k.frame_off,"
                                + " r.id - k.first_id, r.tok_in, r.tok_cached, r.tok_out, r.tok_reason, r.cost_u"
                                + " FROM record r JOIN result_file f ON f.batch_id = r.batch_id AND f.no = r.res_file"
                                + " JOIN chunk k ON k.first_id = (SELECT max(first_id) FROM chunk WHERE first_id <= r.id)"
                                + " WHERE r.id >= ? AND r.id < ? AND r.id > ? AND r.pub_id = ? ORDER BY r.id LIMIT ?",
                        SqlitePublications::member,
                        run.firstId(),
                        run.endId(),
                        afterRecordId,
                        publicationId,
                        limit - page.size()));
            }
            return page;
        });
    }

    @Override
    public void sealed(long publicationId, Content content, List<String> sinks) {
        db.write(c -> {
            int rows = Db.update(
                    c,
                    "UPDATE publication SET state = ?, path = ?, bytes = ?, sha256 = ? WHERE id = ? AND state = ?",
                    SEALED,
                    content.path(),
                    content.bytes(),
                    content.sha256(),
                    publicationId,
                    OPEN);
            if (rows != 1) {
                throw new LedgerException("Publication " + publicationId + " is sealed already");
            }
            for (String sink : sinks) {
                Db.update(
                        c,
                        "INSERT INTO delivery (pub_id, sink, state, due) VALUES (?, ?, ?, 0)",
                        publicationId,
                        sink,
                        WAITING);
            }
            if (sinks.isEmpty()) {
                publish(c, publicationId);
            }
            return 0;
        });
    }

    @Override
    public Optional<Delivery> claimDelivery() {
        return db.write(c -> {
            Optional<Delivery> next = Db.one(
                    c,
                    "SELECT d.pub_id, p.task_id, d.sink, d.sends + 1, d.fence + 1, p.path, p.bytes, p.sha256, p.n"
                            + " FROM delivery d JOIN publication p ON p.id = d.pub_id"
                            + " WHERE d.state < 4 AND d.owner <> ? AND d.due <= ?"
                            + " AND NOT EXISTS (SELECT 1 FROM delivery e JOIN publication q ON q.id = e.pub_id"
                            + " WHERE e.state < 4 AND e.sink = d.sink AND e.pub_id < d.pub_id AND q.task_id = p.task_id)"
                            + " ORDER BY d.pub_id LIMIT 1",
                    SqlitePublications::delivery,
                    owner,
                    clock.millis());
            if (next.isPresent()) {
                Delivery d = next.get();
                Db.update(
                        c,
                        "UPDATE delivery SET state = ?, owner = ?, sends = ?, fence = ? WHERE pub_id = ? AND sink = ?",
                        SENDING,
                        owner,
                        d.sends(),
                        d.fence(),
                        d.publicationId(),
                        d.sink());
            }
            return next;
        });
    }

    @Override
    public void delivered(Delivery delivery) {
        db.write(c -> {
            finish(c, delivery, DELIVERED, 0, null);
            long left = Db.number(
                    c,
                    "SELECT count(*) FROM delivery WHERE pub_id = ? AND state <> ?",
                    delivery.publicationId(),
                    DELIVERED);
            if (left == 0) {
                publish(c, delivery.publicationId());
            }
            return 0;
        });
    }

    @Override
    public void failed(Delivery delivery, String reason, @Nullable Duration wait) {
        db.write(c -> {
            long due = wait == null ? 0 : clock.millis() + wait.toMillis();
            finish(c, delivery, wait == null ? DEAD : RETRY_WAIT, due, reason);
            return 0;
        });
    }

    @Override
    public int replayDead() {
        return db.write(
                c -> Db.update(c, "UPDATE delivery SET state = ?, due = 0, sends = 0 WHERE state = ?", WAITING, DEAD));
    }

    private static Optional<Publication> openFrom(Connection c, long batch, int taskId, int limit) throws SQLException {
        Members all = MemberCodec.decode(Db.one(c, "SELECT members FROM batch WHERE id = ?", r -> r.getBytes(1), batch)
                .orElse(null));
        var members = new Members.Builder();
        int n = 0;
        for (Members.Run run : all.runs()) {
            for (long id : Db.list(
                    c,
                    "SELECT id" + READY + " ORDER BY id LIMIT ?",
                    r -> r.getLong(1),
                    run.firstId(),
                    run.endId(),
                    batch,
                    limit - n)) {
                members.add(id, run.attempt());
                n++;
            }
            if (n == limit) {
                break;
            }
        }
        if (n < limit) {
            Db.update(c, "UPDATE batch SET unpublished = 0 WHERE id = ?", batch);
        }
        if (n == 0) {
            return Optional.empty();
        }
        Members chosen = members.build();
        Db.update(
                c,
                "INSERT INTO publication (task_id, state, members, n) VALUES (?, ?, ?, ?)",
                taskId,
                OPEN,
                MemberCodec.encode(chosen),
                n);
        long id = Db.number(c, "SELECT last_insert_rowid()");
        for (Members.Run run : chosen.runs()) {
            Db.update(
                    c,
                    "UPDATE record SET pub_id = ? WHERE id >= ? AND id < ? AND state = 3 AND pub_id IS NULL",
                    id,
                    run.firstId(),
                    run.endId());
        }
        return Optional.of(new Publication(id, taskId, n));
    }

    /** Every sink has it: the members are published, and what was published before them is superseded. */
    private static void publish(Connection c, long publicationId) throws SQLException {
        var counters = new DropCounters();
        for (Members.Run run : membersOf(c, publicationId).runs()) {
            Object[] range = {run.firstId(), run.endId(), publicationId};
            String mine = " FROM record WHERE id >= ? AND id < ? AND pub_id = ? AND state = 3";
            Db.list(
                    c,
                    "SELECT drop_id, count(*)" + mine + " GROUP BY drop_id",
                    r -> {
                        counters.move(r.getLong(1), RecordState.COMPLETED, RecordState.PUBLISHED, r.getLong(2));
                        return 0;
                    },
                    range);
            for (long older :
                    Db.list(c, "SELECT prev_id" + mine + " AND prev_id IS NOT NULL", r -> r.getLong(1), range)) {
                supersede(c, older, counters);
            }
            Db.update(c, "UPDATE record SET state = 8 WHERE id >= ? AND id < ? AND pub_id = ? AND state = 3", range);
        }
        counters.store(c);
        Db.update(c, "UPDATE publication SET state = ? WHERE id = ?", DONE, publicationId);
    }

    private static void supersede(Connection c, long from, DropCounters counters) throws SQLException {
        record Older(long id, long prev, long dropId, int state) {}
        long id = from;
        while (id != 0) {
            Older older = Db.one(
                            c,
                            "SELECT id, coalesce(prev_id, 0), drop_id, state FROM record WHERE id = ?",
                            r -> new Older(r.getLong(1), r.getLong(2), r.getLong(3), r.getInt(4)),
                            id)
                    .orElseThrow();
            if (older.state() == RecordState.PUBLISHED.code()) {
                counters.move(older.dropId(), RecordState.PUBLISHED, RecordState.SUPERSEDED, 1);
                Db.update(c, "UPDATE record SET state = 10 WHERE id = ?", older.id());
                return;
            }
            id = older.prev();
        }
    }

    private static void finish(Connection c, Delivery d, int state, long due, @Nullable String reason)
            throws SQLException {
        int rows = Db.update(
                c,
                "UPDATE delivery SET state = ?, owner = 0, due = ?, reason = ? WHERE pub_id = ? AND sink = ? AND fence = ?",
                state,
                due,
                reason,
                d.publicationId(),
                d.sink(),
                d.fence());
        if (rows == 0) {
            throw new StaleFenceException("The delivery of publication " + d.publicationId() + " to " + d.sink());
        }
    }

    private static Members membersOf(Connection c, long publicationId) throws SQLException {
        return MemberCodec.decode(
                Db.one(c, "SELECT members FROM publication WHERE id = ?", r -> r.getBytes(1), publicationId)
                        .orElse(null));
    }

    private static Delivery delivery(ResultSet r) throws SQLException {
        var content = new Content(r.getString(6), r.getLong(7), r.getString(8), r.getInt(9));
        return new Delivery(r.getLong(1), r.getInt(2), r.getString(3), r.getInt(4), r.getLong(5), content);
    }

    private static Member member(ResultSet r) throws SQLException {
        return new Member(
                r.getLong(1),
                r.getString(2),
                r.getInt(3),
                r.getInt(4),
                r.getLong(5),
                r.getInt(6),
                r.getLong(7),
                new Collection.ResultAt(r.getInt(8), r.getLong(9)),
                new Collection.ResultFile(
                        r.getString(10), r.getString(11), r.getLong(12), r.getString(13), r.getInt(14)),
                new Assembly.InputAt(r.getString(15), r.getLong(16), r.getInt(17)),
                new Collection.Usage(r.getInt(18), r.getInt(19), r.getInt(20), r.getInt(21), r.getLong(22)));
    }
}
