package dev.caravan.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the statements of the ledger run. They are written once, in the SQL that all databases share ({@link
 * PostgresSql}).
 */
interface Db extends AutoCloseable {
    /**
     * At the end of a SELECT in a write: nobody else may change or lock these rows before the write has ended, and they were
     * not changed since it began. Means nothing where one writes at a time.
     */
    String LOCK = " /* FOR UPDATE */";

    /** As {@link #LOCK}, and passes over rows that somebody else has locked: they are being claimed. */
    String FREE = " /* FOR UPDATE SKIP LOCKED */";

    /**
     * One transaction: all of it or nothing. The work may be done more than once before it counts, so it changes nothing
     * but what it writes through its connection.
     *
     * @throws LedgerUnavailableException if trying again later is worthwhile; nothing was changed, or nobody knows
     */
    <T> T write(Work<T> work);

    /** One snapshot. */
    <T> T read(Work<T> work);

    /** A read that takes long; other reads do not wait for it. */
    <T> T audit(Work<T> work);

    /** Who writes is written: from now on nobody else may take the ledger's place. */
    void opened(int owner);

    /** Calls between those who have it open, once it is {@link #opened}. */
    default Calls calls() {
        return Calls.NONE;
    }

    /** From now on every write does this first, in its own transaction. */
    void guardedBy(Guard first);

    /** From now on a write gives up where somebody else is in its way. */
    void hurry();

    @Override
    void close();

    static int update(Connection c, String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = c.prepareStatement(sql)) {
            bind(statement, values);
            return statement.executeUpdate();
        }
    }

    static void each(Connection c, String sql, Each each, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = c.prepareStatement(sql)) {
            bind(statement, values);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    each.row(rows);
                }
            }
        }
    }

    static <T> List<T> list(Connection c, String sql, Row<T> row, @Nullable Object... values) throws SQLException {
        List<T> list = new ArrayList<>();
        each(c, sql, r -> list.add(row.of(r)), values);
        return list;
    }

    static <T> Optional<T> one(Connection c, String sql, Row<T> row, @Nullable Object... values) throws SQLException {
        List<T> rows = list(c, sql, row, values);
        return rows.isEmpty() ? Optional.empty() : Optional.of(rows.get(0));
    }

    static long number(Connection c, String sql, @Nullable Object... values) throws SQLException {
        return one(c, sql, r -> r.getLong(1), values).orElse(0L);
    }

    static void bind(PreparedStatement statement, @Nullable Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i] instanceof String text ? text(text) : values[i]);
        }
    }

    /** PostgreSQL has no text with U+0000, so no ledger has: U+FFFD is in its place. Keys of records never hold it. */
    static @Nullable String text(@Nullable String text) {
        return text == null || text.indexOf(0) < 0 ? text : text.replace('\0', '\uFFFD');
    }

    /** {@code (?,?),(?,?)} for so many rows of so many columns. */
    static String values(int rows, int columns) {
        String row = "(" + "?,".repeat(columns - 1) + "?)";
        return (row + ",").repeat(rows - 1) + row;
    }

    interface Work<T> {
        T run(Connection connection) throws SQLException;
    }

    /** Throws if nothing may be written. */
    interface Guard {
        void check(Connection connection) throws SQLException;
    }

    interface Row<T> {
        T of(ResultSet row) throws SQLException;
    }

    interface Each {
        void row(ResultSet row) throws SQLException;
    }
}
