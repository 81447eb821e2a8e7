package dev.caravan.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** {@link Publications} in SQL. */
final class SqlPublications implements Publications {
    private static final int OPEN = 1;
    private static final int SEALED = 2;
    private static final int DONE = 3;

    /** Its content is frozen since before the ledger went back in time; deliveries are to be made. */
    static final int RESTORED = 4;

    private final Db db;
    private final Owner owner;
    private final Clock clock;
    private final DeliveryRows deliveries;
    private final Forsaken<Delivery> forsaken;
    /** Where the walk along a batch goes on ({@link PublicationMembers#choose}). */
    private final Map<Long, Long> places = new ConcurrentHashMap<>();

    SqlPublications(Db db, Owner owner, Clock clock) {
        this.db = db;
        this.owner = owner;
        this.clock = clock;
        this.deliveries = new DeliveryRows(owner.number(), clock);
        this.forsaken = new Forsaken<>(db, deliveries::free);
    }

    @Override
    public List<Integer> tasksToPublish() {
        return db.read(c -> Db.list(
                c, "SELECT DISTINCT task_id FROM batch WHERE unpublished = 1 ORDER BY task_id", r -> r.getInt(1)));
    }

    @Override
    public List<Integer> tasksDecided() {
        return db.read(c -> Db.list(
                c,
                "SELECT t.id FROM task t WHERE EXISTS (SELECT 1 FROM todo d WHERE d.task_id = t.id AND d.kind = 5)"
                        + " ORDER BY t.id",
                r -> r.getInt(1)));
    }

    @Override
    public Optional<Publication> open(int taskId, int limit, boolean gated) {
        return db.write(c -> {
            Members members = PublicationMembers.choose(c, taskId, limit, gated, places);
            return open(c, taskId, members, false);
        });
    }

    @Override
    public Optional<Publication> openRejects(int taskId, int limit) {
        if (!db.read(c -> Rejects.mayBeSome(c, taskId))) {
            return Optional.empty();
        }
        return db.write(c -> open(c, taskId, Rejects.choose(c, taskId, limit), true));
    }

    @Override
    public boolean rejectsWait(int taskId) {
        return db.read(c -> Rejects.areSome(c, taskId));
    }

    private Optional<Publication> open(Connection c, int taskId, Members members, boolean rejects) throws SQLException {
        if (members.size() == 0) {
            return Optional.empty();
        }
        long id = Db.number(
                c,
                "INSERT INTO publication (task_id, state, members, n, instance, rejects, owner)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id",
                taskId,
                OPEN,
                MemberCodec.encode(members),
                members.size(),
                owner.instance(),
                rejects ? 1 : 0,
                owner.number());
        PublicationMembers.stamp(c, id, members, rejects ? RecordState.DISCARDED : RecordState.COMPLETED);
        return Optional.of(new Publication(id, taskId, members.size(), owner.instance(), rejects));
    }

    @Override
    public List<Publication> leftOpen() {
        return in(OPEN);
    }

    @Override
    public List<Publication> restored() {
        return in(RESTORED);
    }

    /** Those of this node; what dead ones had is its own from now on. */
    private List<Publication> in(int state) {
        String left = "state = " + state + " AND owner" + NodeRows.NOBODY;
        if (db.read(c -> Db.one(c, "SELECT 1 FROM publication WHERE " + left + "LIMIT 1", r -> true))
                .isPresent()) {
            db.write(c -> Db.update(c, "UPDATE publication SET owner = ? WHERE " + left, owner.number()));
        }
        return db.read(c -> Db.list(
                c,
                "SELECT id, task_id, n, instance, rejects FROM publication WHERE state = " + state
                        + " AND owner = ? ORDER BY id",
                r -> new Publication(r.getLong(1), r.getInt(2), r.getInt(3), r.getString(4), r.getInt(5) == 1),
                owner.number()));
    }

    @Override
    public List<Member> members(long publicationId, long afterRecordId, int limit) {
        return db.read(c -> PublicationMembers.page(c, publicationId, afterRecordId, limit));
    }

    @Override
    public List<Integer> recipes(long publicationId) {
        return db.read(c -> PublicationMembers.recipes(c, publicationId));
    }

    @Override
    public void sealed(long publicationId, Content content, List<String> sinks, List<Share> shares) {
        db.write(c -> {
            int rows = Db.update(
                    c,
                    "UPDATE publication SET state = ?, sealed_at = ?, path = ?, bytes = ?, sha256 = ?"
                            + " WHERE id = ? AND state = ? AND owner = ?",
                    SEALED,
                    clock.millis(),
                    content.path(),
                    content.bytes(),
                    content.sha256(),
                    publicationId,
                    OPEN,
                    owner.number());
            if (rows != 1) {
                throw new LedgerException("Publication " + publicationId
                        + " is not open, or another node makes it; what was sealed once is never written again");
            }
            for (Share share : shares) {
                Shares.insert(c, publicationId, share);
            }
            deliver(c, publicationId, sinks, 0);
            return 0;
        });
    }

    @Override
    public void park(long publicationId, Map<Long, String> why) {
        db.write(c -> {
            if (Db.number(c, "SELECT owner FROM publication WHERE id = ?", publicationId) != owner.number()) {
                throw new StaleFenceException("Publication " + publicationId);
            }
            if (Parking.park(c, publicationId, why, clock.millis()) == 0) {
                Db.update(c, "UPDATE publication SET state = ? WHERE id = ? AND state = ?", DONE, publicationId, OPEN);
            }
            return 0;
        });
    }

    @Override
    public List<Share> shares(long publicationId) {
        return db.read(c -> Shares.of(c, publicationId));
    }

    @Override
    public List<Left> leftBehind(long publicationId, List<Share> shares) {
        return shares.isEmpty() ? List.of() : db.read(c -> LeftBehind.of(c, publicationId, shares));
    }

    @Override
    public void again(long publicationId, List<String> sinks) {
        db.write(c -> {
            int rows = Db.update(
                    c, "UPDATE publication SET state = ? WHERE id = ? AND state = ?", SEALED, publicationId, RESTORED);
            if (rows != 1) {
                throw new LedgerException("Publication " + publicationId
                        + " was not brought in by a restore, or has its" + " deliveries already");
            }
            deliver(c, publicationId, sinks, 1);
            return 0;
        });
    }

    private static void deliver(Connection c, long publicationId, List<String> sinks, int blindSends)
            throws SQLException {
        for (String sink : sinks) {
            Db.update(
                    c,
                    "INSERT INTO delivery (pub_id, sink, state, due, blind_sends) VALUES (?, ?, ?, 0, ?)",
                    publicationId,
                    sink,
                    (Shares.isEmpty(c, publicationId, sink) ? DeliveryState.DELIVERED : DeliveryState.WAITING).code(),
                    blindSends);
        }
        endIfDelivered(c, publicationId);
    }

    @Override
    public Optional<Delivery> claimDelivery(Set<Integer> except) {
        return forsaken.freeThen(c -> {
            Due.mendDeliveries(c, clock);
            deliveries.onceMore(c);
            return deliveries.claim(c, except);
        });
    }

    @Override
    public void delivered(Delivery delivery) {
        db.write(c -> {
            deliveries.finish(c, delivery, DeliveryState.DELIVERED, null, null);
            endIfDelivered(c, delivery.publicationId());
            return 0;
        });
    }

    @Override
    public void failed(Delivery delivery, String reason, Duration wait) {
        db.write(c -> {
            deliveries.finish(c, delivery, DeliveryState.RETRY_WAIT, wait, reason);
            return 0;
        });
    }

    @Override
    public void givenUp(Delivery delivery, String reason, @Nullable Duration again) {
        db.write(c -> {
            deliveries.finish(c, delivery, DeliveryState.DEAD, again, reason);
            return 0;
        });
    }

    @Override
    public void forsake(Delivery delivery) {
        forsaken.add(delivery);
    }

    @Override
    public void advanced(Delivery delivery, int records) {
        db.write(c -> {
            deliveries.advance(c, delivery, records);
            return 0;
        });
    }

    @Override
    public int countBlind(Delivery delivery) {
        return db.write(c -> deliveries.countBlind(c, delivery));
    }

    @Override
    public List<Long> outdated(Delivery delivery) {
        return db.read(c -> OutdatedMembers.of(c, delivery));
    }

    @Override
    public int replayDead() {
        return db.write(c -> DeliveryRows.replay(c));
    }

    @Override
    public int replay(String sink) {
        return db.write(c -> DeliveryRows.replay(c, sink));
    }

    @Override
    public Replayed replay(long publicationId, @Nullable String sink) {
        return db.write(c -> DeliveryRows.replay(c, publicationId, sink));
    }

    @Override
    public Replayed replayBy(long publicationId, @Nullable String sink, String actor, String why) {
        return db.write(c -> {
            Replayed replayed = DeliveryRows.replay(c, publicationId, sink);
            if (replayed.deliveries() > 0) {
                SqlEvents.insert(
                        c,
                        clock.millis(),
                        EventKind.REPLAYED,
                        "publication " + publicationId,
                        actor,
                        "It is sent once more to "
                                + (sink == null ? "all its sinks (" + replayed.deliveries() + ")" : sink)
                                + (why.isBlank() ? "." : ". Why: " + why.strip()));
            }
            return replayed;
        });
    }

    /** Every sink had it in the time that was lost. */
    static void over(Connection c, long publicationId) throws SQLException {
        Db.update(
                c,
                "UPDATE delivery SET state = ?, reason = 'delivered before the ledger went back in time' WHERE pub_id = ?",
                DeliveryState.DELIVERED.code(),
                publicationId);
        endIfDelivered(c, publicationId);
    }

    private static void endIfDelivered(Connection c, long publicationId) throws SQLException {
        Touch.publication(c, publicationId);
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
}
