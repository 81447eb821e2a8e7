package dev.caravan.ledger;

import dev.caravan.ledger.Restores.PastLine;
import dev.caravan.ledger.Restores.PastPublication;
import dev.caravan.ledger.Restores.PastShare;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/** Publications of the time that a restored ledger has lost: content and key are theirs, members are found by batch and attempt. */
final class PastPublications {
    /** Its number is only kept free, see {@link SqlRestores#begin}. */
    private static final String MARKER = "task_id = 0";

    private static final String LOCK = "UPDATE record SET pub_id = ? WHERE id = ? AND batch_id = ? AND attempt = ?"
            + " AND task_id = ? AND source_id = ? AND state IN (2, 3) AND pub_id IS NULL";

    private final Connection c;
    private final PastPublication past;

    PastPublications(Connection c, PastPublication past) {
        this.c = c;
        this.past = past;
    }

    /** What was not delivered as far as the ledger knows may have gone out since. */
    static void supposeSent(Connection c) throws SQLException {
        Db.update(
                c,
                "UPDATE publication SET restored = 1 WHERE id IN (SELECT pub_id FROM delivery WHERE state <> ?)",
                DeliveryState.DELIVERED.code());
        Db.update(
                c,
                "UPDATE delivery SET blind_sends = 1 WHERE state <> ? AND blind_sends = 0",
                DeliveryState.DELIVERED.code());
    }

    static boolean knows(Connection c, long id) throws SQLException {
        return Db.number(c, "SELECT count(*) FROM publication WHERE id = ? AND NOT " + MARKER, id) == 1;
    }

    int bringIn(List<PastLine> lines, List<PastShare> shares) throws SQLException {
        if (knows(c, past.id())) {
            return PublicationMembers.of(c, past.id()).size();
        }
        Members members = lock(lines);
        Db.update(c, "DELETE FROM publication WHERE id = ? AND " + MARKER, past.id());
        Db.update(
                c,
                "INSERT INTO publication (id, task_id, state, members, n, path, bytes, sha256, instance, restored)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1)",
                past.id(),
                past.taskId(),
                SqlPublications.RESTORED,
                MemberCodec.encode(members),
                past.content().records(),
                past.content().path(),
                past.content().bytes(),
                past.content().sha256(),
                past.instance());
        for (PastShare share : shares) {
            var of = new TreeSet<Long>();
            for (PastLine line : share.lines()) {
                of.add(idOf(line));
            }
            var named = new Members.Builder();
            of.forEach(id -> named.add(id, 0));
            Shares.insert(
                    c, past.id(), new Publications.Share(share.sink(), named.build(), share.content(), share.fields()));
        }
        return members.size();
    }

    /** What the record of a line is called now. */
    private long idOf(PastLine line) throws SQLException {
        return Db.one(
                        c,
                        "SELECT record_id FROM past_member WHERE batch_id = ? AND past_id = ?",
                        r -> r.getLong(1),
                        line.batchId(),
                        line.pastId())
                .orElse(line.pastId());
    }

    private Members lock(List<PastLine> lines) throws SQLException {
        var locked = new TreeMap<Long, Integer>();
        try (PreparedStatement name =
                        c.prepareStatement("SELECT record_id FROM past_member WHERE batch_id = ? AND past_id = ?");
                PreparedStatement lock = c.prepareStatement(LOCK)) {
            for (PastLine line : lines) {
                Db.bind(name, line.batchId(), line.pastId());
                long id = line.pastId();
                try (var row = name.executeQuery()) {
                    if (row.next()) {
                        id = row.getLong(1);
                    }
                }
                Db.bind(lock, past.id(), id, line.batchId(), line.attempt(), past.taskId(), line.sourceId());
                if (lock.executeUpdate() == 1) {
                    locked.put(id, line.attempt());
                }
            }
        }
        var members = new Members.Builder();
        locked.forEach(members::add);
        return members.build();
    }
}
