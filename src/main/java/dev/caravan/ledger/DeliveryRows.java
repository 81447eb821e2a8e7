package dev.caravan.ledger;

import dev.caravan.ledger.Publications.Content;
import dev.caravan.ledger.Publications.Delivery;
import dev.caravan.ledger.Publications.Replayed;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The rows of deliveries: claimed by an owner, moved only by whoever holds the fence. */
final class DeliveryRows {
    /** {@code state < 4} is what the index of deliveries on their way says; SQLite uses it only for the very same words. */
    static final String READY =
            "SELECT d.pub_id, p.task_id, d.sink, d.sends + 1, d.fence + 1, coalesce(s.path, p.path),"
                    + " coalesce(s.bytes, p.bytes), coalesce(s.sha256, p.sha256), coalesce(s.n, p.n), d.state,"
                    + " d.blind_sends, d.done, p.instance, coalesce(s.fields, '')"
                    + " FROM delivery d JOIN publication p ON p.id = d.pub_id"
                    + " LEFT JOIN share s ON s.pub_id = d.pub_id AND s.sink = d.sink"
                    + " WHERE d.state < 4 AND d.owner" + NodeRows.NOBODY + "AND d.due <= ?"
                    + " AND CAST(p.task_id AS TEXT) NOT IN (SELECT value FROM json_each(?))"
                    + " AND NOT EXISTS (SELECT 1 FROM delivery e JOIN publication q ON q.id = e.pub_id"
                    + " WHERE e.state < 4 AND e.sink = d.sink AND +e.pub_id < d.pub_id AND q.task_id = p.task_id)"
                    + " ORDER BY d.pub_id, d.sink LIMIT 1";

    private static final String NEXT = READY + " /* FOR UPDATE OF d SKIP LOCKED */";

    /** How many of its blind sends are only supposed, because the ledger went back in time. */
    private static final String SUPPOSED = "(SELECT p.restored FROM publication p WHERE p.id = delivery.pub_id)";

    private static final String MINE = " WHERE pub_id = ? AND sink = ? AND fence = ? AND owner = ?";

    private final int owner;
    private final Clock clock;

    DeliveryRows(int owner, Clock clock) {
        this.owner = owner;
        this.clock = clock;
    }

    Optional<Delivery> claim(Connection c, Set<Integer> except) throws SQLException {
        record Next(Delivery delivery, DeliveryState state) {}
        Optional<Next> next = Db.one(
                c,
                NEXT,
                r -> new Next(delivery(r), Codes.deliveryState(r.getInt(10))),
                clock.millis(),
                except.stream().map(one -> "\"" + one + "\"").collect(Collectors.joining(",", "[", "]")));
        if (next.isEmpty()) {
            return Optional.empty();
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
    }

    /** What was given up and is due for one more send; 0 is never. */
    void onceMore(Connection c) throws SQLException {
        Db.update(
                c,
                "UPDATE delivery SET state = ?, due = 0 WHERE state = 5 AND due > 0 AND (due <= ? OR due > ?)",
                DeliveryState.WAITING.code(),
                clock.millis(),
                Due.unbelievable(clock));
    }

    /** Ends a claim of this process that nobody holds any more. */
    void free(Connection c, Delivery d) throws SQLException {
        Db.update(c, "UPDATE delivery SET owner = 0" + MINE, d.publicationId(), d.sink(), d.fence(), owner);
    }

    /** @param wait until it is due again, null for never */
    void finish(Connection c, Delivery d, DeliveryState to, @Nullable Duration wait, @Nullable String reason)
            throws SQLException {
        DeliveryState from = Db.one(
                        c,
                        "SELECT state FROM delivery" + MINE,
                        r -> Codes.deliveryState(r.getInt(1)),
                        d.publicationId(),
                        d.sink(),
                        d.fence(),
                        owner)
                .orElseThrow(() -> new StaleFenceException(name(d)));
        LegalMoves.move(name(d), from, to);
        Db.update(
                c,
                "UPDATE delivery SET state = ?, owner = 0, delivered_at = coalesce(?, delivered_at), due = ?, reason = ?"
                        + " WHERE pub_id = ? AND sink = ?",
                to.code(),
                to == DeliveryState.DELIVERED ? clock.millis() : null,
                wait == null ? 0 : Due.in(wait, clock),
                reason,
                d.publicationId(),
                d.sink());
    }

    void advance(Connection c, Delivery d, int records) throws SQLException {
        held(c, d, "UPDATE delivery SET done = ?, sends = 1, blind_sends = 0" + MINE, records);
    }

    int countBlind(Connection c, Delivery d) throws SQLException {
        held(c, d, "UPDATE delivery SET blind_sends = blind_sends + 1" + MINE);
        return (int) Db.number(
                c, "SELECT blind_sends FROM delivery WHERE pub_id = ? AND sink = ?", d.publicationId(), d.sink());
    }

    /** Nobody says so: what can't be told from a repetition is not sent, and counts on. */
    static int replay(Connection c) throws SQLException {
        return Db.update(
                c,
                "UPDATE delivery SET state = ?, due = 0, sends = 0 WHERE state = ? AND blind_sends <= " + SUPPOSED,
                DeliveryState.WAITING.code(),
                DeliveryState.DEAD.code());
    }

    static int replay(Connection c, String sink) throws SQLException {
        return Db.update(
                c,
                "UPDATE delivery SET state = ?, due = 0, sends = 0, blind_sends = 0 WHERE state = ? AND sink = ?",
                DeliveryState.WAITING.code(),
                DeliveryState.DEAD.code(),
                sink);
    }

    /** Delivered or given up, it goes again whole: whoever asks for it by number lost it, or can take it twice. */
    static Replayed replay(Connection c, long publicationId, @Nullable String sink) throws SQLException {
        record Head(int state, boolean purged) {}
        Optional<Head> head = Db.one(
                c,
                "SELECT state, purge > 0 FROM publication WHERE id = ? AND task_id > 0",
                r -> new Head(r.getInt(1), r.getBoolean(2)),
                publicationId);
        if (head.isEmpty()) {
            return new Replayed(0, "there is no such publication");
        }
        if (head.get().purged()) {
            return new Replayed(0, "its content was deleted by age");
        }
        int again = Db.update(
                c,
                "UPDATE delivery SET state = ?, due = 0, sends = 0, blind_sends = 0, done = 0, reason = NULL"
                        + " WHERE pub_id = ? AND sink = coalesce(?, sink) AND state IN (?, ?) AND NOT EXISTS"
                        + " (SELECT 1 FROM share s WHERE s.pub_id = delivery.pub_id AND s.sink = delivery.sink AND s.n = 0)",
                DeliveryState.WAITING.code(),
                publicationId,
                sink,
                DeliveryState.DELIVERED.code(),
                DeliveryState.DEAD.code());
        if (again > 0) {
            return new Replayed(again, "");
        }
        long known = Db.number(
                c, "SELECT count(*) FROM delivery WHERE pub_id = ? AND sink = coalesce(?, sink)", publicationId, sink);
        return new Replayed(
                0, known > 0 ? "it is on its way already, or has nothing for it" : "it goes to no such sink");
    }

    /** Its bytes were deleted by age while it was to be sent once more: there is nothing to send, and nobody waits. */
    static void purged(Connection c, long publicationId) throws SQLException {
        Db.update(
                c,
                "UPDATE delivery SET state = ?, owner = 0, fence = fence + 1, reason = 'its content was deleted by age'"
                        + " WHERE pub_id = ? AND state <> ?",
                DeliveryState.DELIVERED.code(),
                publicationId,
                DeliveryState.DELIVERED.code());
    }

    private void held(Connection c, Delivery d, String update, @Nullable Object... values) throws SQLException {
        Object[] all = Stream.concat(Stream.of(values), Stream.of(d.publicationId(), d.sink(), d.fence(), owner))
                .toArray();
        if (Db.update(c, update, all) != 1) {
            throw new StaleFenceException(name(d));
        }
    }

    private static String name(Delivery d) {
        return "The delivery of publication " + d.publicationId() + " to " + d.sink();
    }

    private static Delivery delivery(ResultSet r) throws SQLException {
        var content = new Content(r.getString(6), r.getLong(7), r.getString(8), r.getInt(9));
        return new Delivery(
                r.getLong(1),
                r.getString(13),
                r.getInt(2),
                r.getString(3),
                r.getInt(4),
                r.getInt(11),
                r.getInt(12),
                r.getLong(5),
                content,
                r.getString(14));
    }
}
