package dev.caravan.ledger;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * What people wrote in the ledger itself: values that they gave, and why. It goes with the payloads; that somebody decided,
 * who and when, stays as long as the record.
 */
final class PersonalValues {
    private static final String BLANK = "UPDATE decision SET why = NULL, before = NULL, after = NULL WHERE ";

    private PersonalValues() {}

    static void blank(Connection c, long recordId) throws SQLException {
        Db.update(c, BLANK + "record_id = ?", recordId);
        Db.update(c, "DELETE FROM edit WHERE record_id = ?", recordId);
    }

    /** Of all records of a drop. */
    static void blankAll(Connection c, long dropId) throws SQLException {
        Db.update(
                c,
                "DELETE FROM edit WHERE record_id IN (SELECT d.record_id FROM decision d WHERE d.drop_id = ?"
                        + " AND d.edit_no IS NOT NULL)",
                dropId);
        Db.update(c, BLANK + "drop_id = ?", dropId);
    }

    static void delete(Connection c, long recordId) throws SQLException {
        Db.update(c, "DELETE FROM decision WHERE record_id = ?", recordId);
        Db.update(c, "DELETE FROM edit WHERE record_id = ?", recordId);
    }
}
