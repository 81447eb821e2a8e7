package dev.caravan.publish.sql;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;

/** Says why a database refused, without the values it was given. */
final class SqlWords {
    private static final int MOST_CHARS = 300;

    private SqlWords() {}

    static String of(SQLException error) {
        SQLException said = innermost(error);
        String state = String.valueOf(said.getSQLState());
        if (state.startsWith("22") || state.startsWith("23")) {
            // The words of these classes quote the value.
            return "a value does not fit its column or breaks a rule of the table (SQLSTATE " + state + ")";
        }
        String words = String.valueOf(said.getMessage())
                .replaceAll("[\\s\\p{Cntrl}]+", " ")
                .strip();
        return words.length() > MOST_CHARS ? words.substring(0, MOST_CHARS) + "…" : words;
    }

    /** A batch says the whole statement with its values, a pool only that it has no connection. */
    private static SQLException innermost(SQLException error) {
        if (error instanceof BatchUpdateException && error.getNextException() != null) {
            return error.getNextException();
        }
        if (error instanceof SQLTransientConnectionException && error.getCause() instanceof SQLException cause) {
            return cause;
        }
        return error;
    }
}
