package dev.caravan.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/**
 * Members as a table for one statement, so that fifty thousand scattered records cost as few statements as one run. To be
 * joined with {@link #IN_RUN}: a sign before a column keeps SQLite from using an index of it. With an UPDATE there is no
 * {@code CROSS JOIN} to say the order, so a condition on an indexed column of the record needs its sign too.
 */
final class MemberRuns {
    /** Condition on {@code r}, a record, and {@code m}, a run. */
    static final String IN_RUN = " r.id >= +m.first_id AND r.id < +m.end_id ";

    /** Records {@code r} of the runs, in id order. */
    static final String RECORDS = " FROM temp.run m CROSS JOIN record r ON" + IN_RUN;

    private static final int BLOCK = 200;

    private MemberRuns() {}

    /** Once for each connection. */
    static void makeTable(Connection c) throws SQLException {
        Db.update(
                c,
                "CREATE TEMP TABLE run"
                        + " (first_id INTEGER PRIMARY KEY, end_id INTEGER NOT NULL, attempt INTEGER NOT NULL)");
    }

    static void fill(Connection c, List<Members.Run> runs) throws SQLException {
        Db.update(c, "DELETE FROM temp.run");
        for (int from = 0; from < runs.size(); from += BLOCK) {
            List<Members.Run> block = runs.subList(from, Math.min(from + BLOCK, runs.size()));
            try (PreparedStatement insert =
                    c.prepareStatement("INSERT INTO temp.run VALUES " + Db.values(block.size(), 3))) {
                int i = 1;
                for (Members.Run run : block) {
                    insert.setLong(i++, run.firstId());
                    insert.setLong(i++, run.endId());
                    insert.setInt(i++, run.attempt());
                }
                insert.executeUpdate();
            }
        }
    }

    static void fillIds(Connection c, List<Long> ids) throws SQLException {
        var members = new Members.Builder();
        ids.stream().sorted().forEach(id -> members.add(id, 0));
        fill(c, members.build().runs());
    }
}
