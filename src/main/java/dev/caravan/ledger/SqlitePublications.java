package dev.caravan.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@link Publications} on SQLite. */
final class SqlitePublications implements Publications {
    private static final int OPEN = 1;
    private static final int SEALED = 2;
    private static final int DONE = 3;

    /** {@code state < 4} is what the index of deliveries on their way says; SQLite uses it only for the very same words. */
    private static final String NEXT =
            "SELECT d.pub_id, p.task_id, d.sink, d.sends + 1, d.fence + 1, p.path, p.bytes, p.sha256, p.n, d.state"
                    + " FROM delivery d JOIN publication p ON p.id = d.pub_id"
                    + " WHERE d.state < 4 AND d.owner <> ? AND d.due <= ?"
                    + " AND NOT EXISTS (SELECT 1 FROM delivery e JOIN publication q ON q.id = e.pub_id"
                    + " WHERE e.state < 4 AND e.sink = d.sink AND +e.pub_id < d.pub_id AND q.task_id = p.task_id)"
                    + " ORDER BY d.pub_id, d.sink LIMIT 1";

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
            Members members = PublicationMembers.choose(c, taskId, limit);
            if (members.size() == 0) {
                return Optional.<Publication>empty();
            }
            Db.update(
                    c,
                    "INSERT INTO publication (task_id, state, members, n) VALUES (?, ?, ?, ?)",
                    taskId,
                    OPEN,
                    MemberCodec.encode(members),
                    members.size());
            long id = Db.number(c, "SELECT last_insert_rowid()");
            PublicationMembers.stamp(c, id, members);
            return Optional.of(new Publication(id, taskId, members.size()));
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
        return db.read(c -> PublicationMembers.page(c, publicationId, afterRecordId, limit));
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
                throw new LedgerException(
                        "Publication " + publicationId + " is not open; what was sealed once is never written again");
            }
            for (String sink : sinks) {
                Db.update(
                        c,
                        "INSERT INTO delivery (pub_id, sink, state, due) VALUES (?, ?, ?, 0)",
                        publicationId,
                        sink,
                        DeliveryState.WAITING.code());
            }
            endIfDelivered(c, publicationId);
            return 0;
        });
    }

    @Override
    public Optional<Delivery> claimDelivery() {
        return db.write(c -> {
            record Next(Delivery delivery, DeliveryState state) {}
            Optional<Next> next = Db.one(
                    c, NEXT, r -> new Next(delivery(r), Codes.deliveryState(r.getInt(10))), owner, clock.millis());
            if (next.isEmpty()) {
                return Optional.<Delivery>empty();
            }
            Delivery d = next.get().delivery();
            LegalMoves.move(name(d), next.get().state(), DeliveryState.SENDING);
            Db.update(
                    c,
                    "UPDATE delivery SET state = ?, owner = ?, sends = ?, fence = ? WHERE pub_id = ? AND sink = ?",
                    DeliveryState.SENDING.code(),
                    owner,
                    d.sends(),
                    d.fence(),
                    d.publicationId(),
                    d.sink());
            return Optional.of(d);
        });
    }

    @Override
    public void delivered(Delivery delivery) {
        db.write(c -> {
            finish(c, delivery, DeliveryState.DELIVERED, 0, null);
            endIfDelivered(c, delivery.publicationId());
            return 0;
        });
    }

    @Override
    public void failed(Delivery delivery, String reason, @Nullable Duration wait) {
        db.write(c -> {
            if (wait == null) {
                finish(c, delivery, DeliveryState.DEAD, 0, reason);
            } else {
                finish(c, delivery, DeliveryState.RETRY_WAIT, clock.millis() + wait.toMillis(), reason);
            }
            return 0;
        });
    }

    @Override
    public int replayDead() {
        return db.write(c -> Db.update(
                c,
                "UPDATE delivery SET state = ?, due = 0, sends = 0 WHERE state = ?",
                DeliveryState.WAITING.code(),
                DeliveryState.DEAD.code()));
    }

    private static void endIfDelivered(Connection c, long publicationId) throws SQLException {
        long left = Db.number(
                c,
                "SELECT count(*) FROM delivery WHERE pub_id = ? AND state <> ?",
                publicationId,
                DeliveryState.DELIVERED.code());
        if (left == 0) {
            new PublicationEnd(c, publicationId).publish();
            Db.update(c, "UPDATE publication SET state = ? WHERE id = ?", DONE, publicationId);
        }
    }

    private void finish(Connection c, Delivery d, DeliveryState to, long due, @Nullable String reason)
            throws SQLException {
        DeliveryState from = Db.one(
                        c,
                        "SELECT state FROM delivery WHERE pub_id = ? AND sink = ? AND fence = ? AND owner = ?",
                        r -> Codes.deliveryState(r.getInt(1)),
                        d.publicationId(),
                        d.sink(),
                        d.fence(),
                        owner)
                .orElseThrow(() -> new StaleFenceException(name(d)));
        LegalMoves.move(name(d), from, to);
        Db.update(
                c,
                "UPDATE delivery SET state = ?, owner = 0, due = ?, reason = ? WHERE pub_id = ? AND sink = ?",
                to.code(),
                due,
                reason,
                d.publicationId(),
                d.sink());
    }

    private static String name(Delivery d) {
        return "The delivery of publication " + d.publicationId() + " to " + d.sink();
    }

    private static Delivery delivery(ResultSet r) throws SQLException {
        var content = new Content(r.getString(6), r.getLong(7), r.getString(8), r.getInt(9));
        return new Delivery(r.getLong(1), r.getInt(2), r.getString(3), r.getInt(4), r.getLong(5), content);
    }
}
