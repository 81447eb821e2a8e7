package dev.caravan.ledger;

import java.sql.Connection;
import java.sql.SQLException;

/** Numbers of records. None is given twice, whatever became of the record. */
final class RecordNumbers {
    private RecordNumbers() {}

    /** The first of so many in a row. */
    static long take(Connection c, long n) throws SQLException {
        return PostgresDb.isBehind(c)
                ? Db.number(c, "SELECT take_record_numbers(?)", n)
                : Math.max(1, Db.number(c, "SELECT first_id + n FROM chunk ORDER BY first_id DESC LIMIT 1"));
    }
}
