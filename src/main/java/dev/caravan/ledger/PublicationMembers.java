package dev.caravan.ledger;

import dev.caravan.ledger.Publications.Member;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Chooses, stamps and reads the members of publications. */
final class PublicationMembers {
    private static final String READY = MemberRuns.RECORDS
            + " WHERE r.batch_id = ? AND r.state = 3 AND r.pub_id IS NULL AND r.current = 1 AND r.stale = 0";

    private static final String IN_ORDER = " ORDER BY m.first_id, r.id";

    private static final String OPEN_GATE =
            " AND EXISTS (SELECT 1 FROM \"drop\" o WHERE o.id = r.drop_id AND o.gate > 0)";

    private static final int LEAST_STRETCH = 1_000;
    /** Other nodes may end batches that have a place here. */
    private static final int MOST_PLACES = 10_000;

    private PublicationMembers() {}

    /**
     * What people decided comes first, then the oldest batches; a batch that has no more is not looked at again.
     *
     * @param places where the walk along each batch stopped last time; nothing is left out for one that is missing or wrong
     */
    static Members choose(Connection c, int taskId, int limit, boolean gated, Map<Long, Long> places)
            throws SQLException {
        String open = gated ? OPEN_GATE : "";
        if (gated) {
            // They are put on the list again when the gate opens.
            Db.update(
                    c,
                    "DELETE FROM todo WHERE record_id IN (SELECT d.record_id FROM todo d CROSS JOIN record r"
                            + " ON r.id = d.record_id WHERE d.task_id = ? AND d.kind = 5 AND NOT (true" + OPEN_GATE
                            + "))",
                    taskId);
        }
        var chosen = new TreeMap<Long, Integer>();
        Db.each(
                c,
                "SELECT r.id, r.attempt FROM todo d CROSS JOIN record r ON r.id = d.record_id AND r.state = 3"
                        + " AND r.pub_id IS NULL AND r.current = 1 AND r.stale = 0 WHERE d.task_id = ? AND d.kind = 5"
                        + " ORDER BY d.due, d.record_id LIMIT ?",
                r -> chosen.put(r.getLong(1), r.getInt(2)),
                taskId,
                limit);
        boolean restored = Db.number(
                        c,
                        "SELECT count(*) FROM (SELECT 1 FROM publication WHERE restored = 1 AND task_id = ? LIMIT 1) x",
                        taskId)
                == 1;
        for (long batch : Db.list(
                c,
                "SELECT id FROM batch WHERE task_id = ? AND unpublished = 1 ORDER BY id",
                r -> r.getLong(1),
                taskId)) {
            if (chosen.size() >= limit) {
                break;
            }
            Members all = BatchReads.find(c, batch).orElseThrow().members();
            if (restored) {
                MemberRuns.fill(c, all.runs());
                endRestored(c, batch);
            }
            new Walk(c, batch, all, limit, open, chosen).from(places);
        }
        var members = new Members.Builder();
        chosen.forEach(members::add);
        return members.build();
    }

    /** Along the members of one batch, a stretch at a time, until there are enough. */
    private record Walk(
            Connection c, long batch, Members members, int limit, String open, TreeMap<Long, Integer> chosen) {

        /** From the place where the last walk stopped, then once from the start: something may have become ready there. */
        void from(Map<Long, Long> places) throws SQLException {
            if (places.size() > MOST_PLACES) {
                places.clear();
            }
            long place = places.getOrDefault(batch, 0L);
            if (isToTheEnd(place, places) && (place == 0 || isToTheEnd(0, places))) {
                places.remove(batch);
                Db.update(c, "UPDATE batch SET unpublished = 0 WHERE id = ?", batch);
            }
        }

        /** Whether nothing is left. */
        private boolean isToTheEnd(long after, Map<Long, Long> places) throws SQLException {
            long last = after;
            int stretch = Math.max(limit, LEAST_STRETCH);
            for (Members slice = members.after(last, stretch); slice.size() > 0; slice = members.after(last, stretch)) {
                MemberRuns.fill(c, slice.runs());
                for (Chosen one : Db.list(c, "SELECT r.id, r.attempt" + READY + open + IN_ORDER, Chosen::of, batch)) {
                    if (chosen.size() >= limit && !chosen.containsKey(one.id())) {
                        places.put(batch, last);
                        return false;
                    }
                    chosen.put(one.id(), one.attempt());
                    last = one.id();
                }
                last = slice.lastId();
            }
            return true;
        }
    }

    private record Chosen(long id, int attempt) {
        static Chosen of(ResultSet r) throws SQLException {
            return new Chosen(r.getLong(1), r.getInt(2));
        }
    }

    /**
     * Members of a publication that a restore brought in may be collected again only after every sink has it: there is
     * nothing left to send then.
     */
    private static void endRestored(Connection c, long batch) throws SQLException {
        for (long done : Db.list(
                c,
                "SELECT DISTINCT r.pub_id" + MemberRuns.RECORDS + " CROSS JOIN publication p ON p.id = r.pub_id"
                        + " WHERE r.batch_id = ? AND r.state = 3 AND p.state = 3 ORDER BY r.pub_id",
                r -> r.getLong(1),
                batch)) {
            new PublicationEnd(c, done).publish();
            MemberRuns.fill(c, BatchReads.find(c, batch).orElseThrow().members().runs());
        }
    }

    /** @param state that they are in and stay in */
    static void stamp(Connection c, long publicationId, Members members, RecordState state) throws SQLException {
        MemberRuns.fill(c, members.runs());
        int rows = Db.update(
                c,
                "UPDATE record AS r SET pub_id = ? FROM temp.run m WHERE" + MemberRuns.IN_RUN
                        + "AND r.state = ? AND r.pub_id IS NULL",
                publicationId,
                state.code());
        if (rows != members.size()) {
            throw new LedgerException(
                    "Publication " + publicationId + " would lock " + rows + " records instead of " + members.size());
        }
        Db.update(
                c,
                "DELETE FROM todo WHERE record_id IN (SELECT t.record_id FROM temp.run m CROSS JOIN todo t"
                        + " ON t.record_id >= +m.first_id AND t.record_id < +m.end_id AND t.kind = 5)");
    }

    static Members of(Connection c, long publicationId) throws SQLException {
        Optional<Members> members = Db.one(
                c,
                "SELECT members FROM publication WHERE id = ?",
                r -> MemberCodec.decode(r.getBytes(1)),
                publicationId);
        return members.orElseThrow(() -> new LedgerException("The ledger has no publication " + publicationId));
    }

    static List<Integer> recipes(Connection c, long publicationId) throws SQLException {
        MemberRuns.fill(c, of(c, publicationId).runs());
        return Db.list(
                c,
                "SELECT DISTINCT r.recipe_id" + MemberRuns.RECORDS + " WHERE r.pub_id = ? ORDER BY r.recipe_id",
                r -> r.getInt(1),
                publicationId);
    }

    static List<Member> page(Connection c, long publicationId, long after, int limit) throws SQLException {
        return PublicationPage.of(c, publicationId, of(c, publicationId), after, limit);
    }
}
