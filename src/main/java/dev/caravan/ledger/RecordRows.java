package dev.caravan.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes and finds rows of records, a block at a time. */
final class RecordRows {
    static final int BLOCK = 100;

    /** Whether the record goes again by itself, and then with the recipe of that day. */
    private static final String GOES_AGAIN = "state = 1 OR (state = 4 AND EXISTS"
            + " (SELECT 1 FROM \"drop\" d WHERE d.id = record.drop_id AND d.purge = 0)) OR (state = 5 AND EXISTS"
            + " (SELECT 1 FROM todo t WHERE t.record_id = record.id AND t.kind = 2))";

    private final Connection c;
    private final Drops.Claim claim;
    private final int recipeId;

    RecordRows(Connection c, Drops.Claim claim, int recipeId) {
        this.c = c;
        this.claim = claim;
        this.recipeId = recipeId;
    }

    /** Inserts rows of records that the ledger does not know; passes over the others. */
    PreparedStatement insertNew(int rows) throws SQLException {
        return c.prepareStatement(
                "INSERT INTO record (id, source_id, content, line, drop_id, task_id, recipe_id, state)"
                        + " SELECT column1, column2, column3, column4, " + claim.dropId() + ", " + claim.taskId() + ", "
                        + recipeId + ", 1 FROM (VALUES " + Db.values(rows, 4)
                        + ") v WHERE true ON CONFLICT DO NOTHING");
    }

    static int execute(PreparedStatement insert, List<Placed> block) throws SQLException {
        int i = 1;
        for (Placed row : block) {
            insert.setLong(i++, row.id());
            insert.setString(i++, row.row().sourceId());
            insert.setLong(i++, row.row().content());
            insert.setLong(i++, row.row().line());
        }
        return insert.executeUpdate();
    }

    Set<Long> inserted(List<Placed> block) throws SQLException {
        Set<Long> ids = new HashSet<>();
        Object[] wanted = block.stream().map(Placed::id).toArray();
        Db.each(c, "SELECT id FROM record WHERE id IN " + marks(wanted.length), r -> ids.add(r.getLong(1)), wanted);
        return ids;
    }

    Map<String, Existing> current(List<Placed> block) throws SQLException {
        Map<String, Existing> bySource = new HashMap<>();
        Object[] wanted = block.stream().map(placed -> placed.row().sourceId()).toArray();
        Db.each(
                c,
                "SELECT source_id, id, drop_id, content, recipe_id, line, rev, " + GOES_AGAIN
                        + ", state IN (8, 9) FROM record"
                        + " WHERE task_id = " + claim.taskId() + " AND current = 1 AND source_id IN "
                        + marks(wanted.length),
                r -> bySource.put(r.getString(1), Existing.of(r)),
                wanted);
        return bySource;
    }

    /** The older rows only step back, so that a withdrawn drop can give them their place again. */
    void insertRevisions(List<Revision> revisions) throws SQLException {
        if (revisions.isEmpty()) {
            return;
        }
        Db.update(
                c,
                "UPDATE record SET current = 0 WHERE id IN " + marks(revisions.size()),
                revisions.stream().map(revision -> revision.old().id()).toArray());
        try (PreparedStatement insert = c.prepareStatement("INSERT INTO record (id, source_id, content, line, rev,"
                + " prev_id, drop_id, task_id, recipe_id, state) SELECT column1, column2, column3, column4, column5,"
                + " column6, " + claim.dropId() + ", " + claim.taskId() + ", " + recipeId + ", 1 FROM (VALUES "
                + Db.values(revisions.size(), 6) + ") v")) {
            int i = 1;
            for (Revision revision : revisions) {
                insert.setLong(i++, revision.row().id());
                insert.setString(i++, revision.row().row().sourceId());
                insert.setLong(i++, revision.row().row().content());
                insert.setLong(i++, revision.row().row().line());
                insert.setInt(i++, revision.old().rev() + 1);
                insert.setLong(i++, revision.old().id());
            }
            insert.executeUpdate();
        }
    }

    private static String marks(int n) {
        return "(" + String.join(",", Collections.nCopies(n, "?")) + ")";
    }

    /** A row with the id that it gets if it is taken. */
    record Placed(long id, Drops.Row row) {}

    record Revision(Placed row, Existing old) {}

    /**
     * The current row of a source record.
     *
     * @param ended whether it is published or discarded: only a new revision can change what became of it
     */
    record Existing(
            long id, long dropId, long content, int recipeId, long line, int rev, boolean goesAgain, boolean ended) {
        static Existing of(ResultSet r) throws SQLException {
            return new Existing(
                    r.getLong(2),
                    r.getLong(3),
                    r.getLong(4),
                    r.getInt(5),
                    r.getLong(6),
                    r.getInt(7),
                    r.getBoolean(8),
                    r.getBoolean(9));
        }
    }
}
