package dev.caravan.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Members that leave an open publication for a person, because no sink can be told for them. */
final class Parking {
    private static final String MINE = MemberRuns.RECORDS + " WHERE r.pub_id = ? AND r.state = 3";

    /** What a newer revision replaced while it was locked is not asked about any more (rule 34). */
    private static final String TO = "CASE WHEN r.stale = 1 THEN 10 ELSE 6 END";

    private Parking() {}

    /** Returns how many members are left. */
    static int park(Connection c, long publicationId, Map<Long, String> why, long now) throws SQLException {
        MemberRuns.fillIds(c, List.copyOf(why.keySet()));
        var counters = new DropCounters();
        counters.moveAll(
                c,
                "SELECT r.drop_id, 3, " + TO + " AS target, count(*)" + MINE + " GROUP BY r.drop_id, target",
                publicationId);
        counters.store(c);
        Map<Long, String> asked = new LinkedHashMap<>();
        Db.each(
                c,
                "SELECT r.id" + MINE + " AND r.stale = 0",
                r -> asked.put(r.getLong(1), String.valueOf(why.get(r.getLong(1)))),
                publicationId);
        new TodoWriter(c, now).reviewAll(asked, Codes.UNMATCHED);
        Db.update(
                c,
                "UPDATE record AS r SET state = " + TO + ", code = ?, pub_id = NULL FROM temp.run m WHERE"
                        + MemberRuns.IN_RUN + "AND r.pub_id = ? AND r.state = 3",
                Codes.UNMATCHED,
                publicationId);
        var left = new Members.Builder();
        for (Members.Run run : PublicationMembers.of(c, publicationId).runs()) {
            for (long id = run.firstId(); id < run.endId(); id++) {
                if (!why.containsKey(id)) {
                    left.add(id, run.attempt());
                }
            }
        }
        Members members = left.build();
        Db.update(
                c,
                "UPDATE publication SET members = ?, n = ? WHERE id = ?",
                MemberCodec.encode(members),
                members.size(),
                publicationId);
        return members.size();
    }
}
