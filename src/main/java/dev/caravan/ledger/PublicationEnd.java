package dev.caravan.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Every sink has a publication: its members are published, and what was published before them is superseded (rule 35). */
final class PublicationEnd {
    private static final String MINE = MemberRuns.RECORDS + " WHERE r.pub_id = ? AND r.state = 3";

    /** Members with the revision before each. */
    private static final String REVISIONS = MemberRuns.RECORDS + " CROSS JOIN record o ON o.id = r.prev_id";

    private static final String MINE_OF_REVISIONS = " WHERE r.pub_id = ? AND r.state = 3";

    private final Connection c;
    private final long publicationId;
    private final DropCounters counters = new DropCounters();

    PublicationEnd(Connection c, long publicationId) {
        this.c = c;
        this.publicationId = publicationId;
    }

    void publish() throws SQLException {
        MemberRuns.fill(c, PublicationMembers.of(c, publicationId).runs());
        List<OfDrop> drops = Db.list(c, "SELECT " + OfDrop.COLUMNS + MINE + OfDrop.GROUP, OfDrop::of, publicationId);
        boolean late = drops.stream().anyMatch(OfDrop::late);
        if (late) {
            supersedeLate();
            drops = Db.list(c, "SELECT " + OfDrop.COLUMNS + MINE + OfDrop.GROUP, OfDrop::of, publicationId);
        }
        for (OfDrop drop : drops) {
            counters.move(drop.dropId(), RecordState.COMPLETED, RecordState.PUBLISHED, drop.records());
        }
        List<Long> older = drops.stream().anyMatch(OfDrop::revised) ? supersedePublished() : List.of();
        Db.update(
                c,
                "UPDATE record AS r SET state = 8 FROM temp.run m WHERE" + MemberRuns.IN_RUN
                        + "AND r.pub_id = ? AND r.state = 3",
                publicationId);
        for (long from : older) {
            Optional<Row> row = find(from);
            while (row.isPresent() && row.get().state() != RecordState.PUBLISHED) {
                row = find(row.get().prev());
            }
            if (row.isPresent()) {
                supersede(row.get());
            }
        }
        counters.store(c);
    }

    private void supersedeLate() throws SQLException {
        for (Row late : Db.list(c, "SELECT " + Row.COLUMNS + MINE + " AND r.stale = 1", Row::of, publicationId)) {
            if (newerIsPublished(late)) {
                supersede(late);
            }
        }
    }

    /**
     * What nearly all revisions follow: the one that sinks have until now.
     *
     * @return what the others follow
     */
    private List<Long> supersedePublished() throws SQLException {
        List<Long> older = Db.list(
                c,
                "SELECT r.prev_id" + REVISIONS + " AND o.state <> 8" + MINE_OF_REVISIONS,
                r -> r.getLong(1),
                publicationId);
        String published = REVISIONS + " AND o.state = 8" + MINE_OF_REVISIONS;
        counters.moveAll(c, "SELECT o.drop_id, 8, 10, count(*)" + published + " GROUP BY o.drop_id", publicationId);
        Db.update(c, "UPDATE record SET state = 10 WHERE id IN (SELECT o.id" + published + ")", publicationId);
        return older;
    }

    /** A publication that was delivered late must not bring an old value back. */
    private boolean newerIsPublished(Row late) throws SQLException {
        Optional<Row> newer = Db.one(
                c,
                "SELECT " + Row.COLUMNS + " FROM record r JOIN record o ON r.task_id = o.task_id"
                        + " AND r.source_id = o.source_id AND r.current = 1 WHERE o.id = ?",
                Row::of,
                late.id());
        while (newer.isPresent() && newer.get().id() != late.id()) {
            if (newer.get().state() == RecordState.PUBLISHED) {
                return true;
            }
            newer = find(newer.get().prev());
        }
        return false;
    }

    private void supersede(Row row) throws SQLException {
        counters.move(row.dropId(), row.state(), RecordState.SUPERSEDED, 1);
        Db.update(c, "UPDATE record SET state = ? WHERE id = ?", RecordState.SUPERSEDED.code(), row.id());
    }

    private Optional<Row> find(long id) throws SQLException {
        return Db.one(c, "SELECT " + Row.COLUMNS + " FROM record r WHERE r.id = ?", Row::of, id);
    }

    /** Members of one drop: most have no past, and are looked at once. */
    private record OfDrop(long dropId, long records, boolean late, boolean revised) {
        static final String COLUMNS = "r.drop_id, count(*), sum(r.stale), count(r.prev_id)";
        static final String GROUP = " GROUP BY r.drop_id";

        static OfDrop of(ResultSet r) throws SQLException {
            return new OfDrop(r.getLong(1), r.getLong(2), r.getLong(3) > 0, r.getLong(4) > 0);
        }
    }

    private record Row(long id, long prev, long dropId, RecordState state) {
        static final String COLUMNS = "r.id, coalesce(r.prev_id, 0), r.drop_id, r.state";

        static Row of(ResultSet r) throws SQLException {
            return new Row(r.getLong(1), r.getLong(2), r.getLong(3), Codes.recordState(r.getInt(4)));
        }
    }
}
