package dev.caravan.ledger;

import dev.caravan.ledger.Publications.Left;
import dev.caravan.ledger.Publications.Share;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Values that stay at a sink to which their newer revision does not go. Reads publication by publication, in order. */
final class LeftBehind {
    /** For each member what is published of it, by the walk of {@link PublicationEnd}. */
    private static final String OLDER =
            "SELECT x.id, o.id, o.pub_id FROM (SELECT r.id AS id, (WITH RECURSIVE back (id, state,"
                    + " prev) AS (SELECT p.id, p.state, p.prev_id FROM record p WHERE p.id = r.prev_id UNION ALL SELECT p.id, p.state,"
                    + " p.prev_id FROM back JOIN record p ON p.id = back.prev WHERE back.state <> 8) SELECT id FROM back"
                    + " WHERE state = 8) AS older" + MemberRuns.RECORDS
                    + " WHERE r.pub_id = ? AND r.prev_id IS NOT NULL) x CROSS JOIN record o ON o.id = x.older ORDER BY o.pub_id, o.id";

    private final Connection c;
    private final Map<String, Ids> now = new HashMap<>();
    private final Map<String, Ids> before = new HashMap<>();
    private final Set<String> sinksBefore = new HashSet<>();
    private long publicationBefore;

    private LeftBehind(Connection c, List<Share> shares) {
        this.c = c;
        shares.forEach(share -> now.put(share.sink(), new Ids(share.members())));
    }

    static List<Left> of(Connection c, long publicationId, List<Share> shares) throws SQLException {
        Members members = PublicationMembers.of(c, publicationId);
        List<Share> parts = shares.stream()
                .filter(share -> share.members().size() < members.size())
                .toList();
        if (parts.isEmpty()) {
            return List.of();
        }
        MemberRuns.fill(c, members.runs());
        var walk = new LeftBehind(c, parts);
        List<Left> left = new ArrayList<>();
        record Older(long newId, long id, long publication) {}
        for (Older older : Db.list(c, OLDER, r -> new Older(r.getLong(1), r.getLong(2), r.getLong(3)), publicationId)) {
            walk.read(older.publication());
            for (Share part : parts) {
                if (walk.stays(part.sink(), older.id(), older.newId())) {
                    left.add(new Left(part.sink(), older.id()));
                }
            }
        }
        return left;
    }

    private boolean stays(String sink, long older, long newer) {
        Ids had = before.get(sink);
        Ids gets = now.get(sink);
        return sinksBefore.contains(sink)
                && (had == null || had.contains(older))
                && (gets == null || !gets.contains(newer));
    }

    private void read(long publication) throws SQLException {
        if (publication == publicationBefore) {
            return;
        }
        publicationBefore = publication;
        sinksBefore.clear();
        sinksBefore.addAll(Db.list(c, "SELECT sink FROM delivery WHERE pub_id = ?", r -> r.getString(1), publication));
        before.clear();
        for (Share share : Shares.of(c, publication)) {
            before.put(share.sink(), new Ids(share.members()));
        }
    }

    private static final class Ids {
        private final TreeMap<Long, Long> ends = new TreeMap<>();

        Ids(Members members) {
            members.runs().forEach(run -> ends.put(run.firstId(), run.endId()));
        }

        boolean contains(long id) {
            Map.Entry<Long, Long> run = ends.floorEntry(id);
            return run != null && id < run.getValue();
        }
    }
}
