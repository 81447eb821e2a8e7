package dev.caravan.ledger;

import dev.caravan.ledger.Publications.Delivery;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Members of a publication whose newer revision went to the same sink with a later one (rule 39). */
final class OutdatedMembers {
    private static final String OLD =
            MemberRuns.RECORDS + " WHERE r.pub_id = ? AND r.current = 0 ORDER BY m.first_id, r.id";

    private OutdatedMembers() {}

    static List<Long> of(Connection c, Delivery delivery) throws SQLException {
        MemberRuns.fill(c, PublicationMembers.of(c, delivery.publicationId()).runs());
        List<Long> outdated = new ArrayList<>();
        for (long old : Db.list(c, "SELECT r.id" + OLD, r -> r.getLong(1), delivery.publicationId())) {
            if (sinkHasNewer(c, old, delivery.sink())) {
                outdated.add(old);
            }
        }
        return outdated;
    }

    /** Walks from the current revision back to the old one. */
    private static boolean sinkHasNewer(Connection c, long old, String sink) throws SQLException {
        Optional<Newer> newer = Db.one(
                c,
                "SELECT r.id, r.prev_id, r.pub_id FROM record r JOIN record o ON r.task_id = o.task_id"
                        + " AND r.source_id = o.source_id AND r.current = 1 WHERE o.id = ?",
                Newer::of,
                old);
        while (newer.isPresent() && newer.get().id() != old) {
            if (isDelivered(c, newer.get().publicationId(), sink)) {
                return true;
            }
            newer = Db.one(
                    c,
                    "SELECT r.id, r.prev_id, r.pub_id FROM record r WHERE r.id = ?",
                    Newer::of,
                    newer.get().previousId());
        }
        return false;
    }

    private static boolean isDelivered(Connection c, long publicationId, String sink) throws SQLException {
        return Db.number(
                        c,
                        "SELECT count(*) FROM delivery WHERE pub_id = ? AND sink = ? AND state = ?",
                        publicationId,
                        sink,
                        DeliveryState.DELIVERED.code())
                > 0;
    }

    /** An id of 0 is no record and no publication. */
    private record Newer(long id, long previousId, long publicationId) {
        static Newer of(ResultSet r) throws SQLException {
            return new Newer(r.getLong(1), r.getLong(2), r.getLong(3));
        }
    }
}
