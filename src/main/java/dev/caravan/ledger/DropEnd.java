package dev.caravan.ledger;

import java.sql.Connection;
import java.sql.SQLException;

/** The end of reading: the rows of a drop are let go, or withdrawn. */
final class DropEnd {
    private static final String OLDER = "(SELECT id FROM temp.older)";

    /** What is neither on its way nor before readers nor final. */
    private static final String IDLE = " (state IN (1, 4, 5, 6, 7) OR (state = 3 AND pub_id IS NULL))";

    private final Connection c;
    private final long dropId;

    DropEnd(Connection c, long dropId) {
        this.c = c;
        this.dropId = dropId;
    }

    /** Rows may be claimed from now on, and the revisions before them step aside (rules 34 and 35). */
    void ready() throws SQLException {
        if (findOlder()) {
            Db.update(
                    c,
                    "UPDATE record SET stale = 1 WHERE id IN " + OLDER
                            + " AND (state = 2 OR (state = 3 AND pub_id IS NOT NULL))");
            var counters = new DropCounters();
            counters.moveAll(
                    c,
                    "SELECT drop_id, state, 10, count(*) FROM record WHERE id IN " + OLDER + " AND " + IDLE
                            + " GROUP BY drop_id, state");
            counters.store(c);
            Db.update(
                    c,
                    "DELETE FROM todo WHERE record_id IN (SELECT id FROM record WHERE id IN " + OLDER + " AND " + IDLE
                            + ")");
            Db.update(c, "UPDATE record SET state = 10 WHERE id IN " + OLDER + " AND " + IDLE);
        }
        Db.update(
                c,
                "UPDATE chunk SET state = CASE WHEN EXISTS (SELECT 1 FROM record r WHERE r.id >= first_id"
                        + " AND r.id < first_id + n AND r.state = 1) THEN 1 ELSE 2 END"
                        + " WHERE drop_id = ? AND state = 0",
                dropId);
    }

    /** As if it had never come: no rows, no counts; the revisions before are current again. Its ids stay used. */
    void withdraw() throws SQLException {
        RangeRows.fold(c, dropId);
        boolean older = findOlder();
        Db.update(
                c,
                "DELETE FROM record WHERE id IN (SELECT r.id FROM chunk k CROSS JOIN record r ON r.id >= k.first_id"
                        + " AND r.id < k.first_id + k.n WHERE k.drop_id = ?)",
                dropId);
        if (older) {
            Db.update(c, "UPDATE record SET current = 1 WHERE id IN " + OLDER);
            // While they were not current, a publication may have found nothing to take in their batches.
            Db.update(
                    c,
                    "UPDATE batch SET unpublished = 1 WHERE state = 7 AND id IN (SELECT batch_id FROM record"
                            + " WHERE id IN " + OLDER + " AND state = 3 AND pub_id IS NULL)");
        }
        Db.update(c, "UPDATE chunk SET state = 3 WHERE drop_id = ?", dropId);
        Db.update(c, "DELETE FROM drop_count WHERE drop_id = ?", dropId);
        Db.update(
                c,
                "UPDATE \"drop\" SET rows_read = 0, refused = 0, duplicate = 0, unchanged = 0, stale = 0, revised = 0"
                        + " WHERE id = ?",
                dropId);
    }

    /** Once for each connection. */
    static void makeTable(Connection c) throws SQLException {
        Db.update(c, "CREATE TEMP TABLE older (id INTEGER PRIMARY KEY)");
    }

    private boolean findOlder() throws SQLException {
        if (Db.number(c, "SELECT revised FROM \"drop\" WHERE id = ?", dropId) == 0) {
            return false;
        }
        Db.update(c, "DELETE FROM temp.older");
        Db.update(
                c,
                "INSERT INTO temp.older SELECT r.prev_id FROM chunk k CROSS JOIN record r ON r.id >= k.first_id"
                        + " AND r.id < k.first_id + k.n WHERE k.drop_id = ? AND r.prev_id IS NOT NULL",
                dropId);
        return true;
    }
}
