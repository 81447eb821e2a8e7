package dev.caravan.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** One writer and one reader connection. A write is one transaction: all of it or nothing. */
final class Db implements AutoCloseable {
    private final Connection writer;
    private final Connection reader;
    private final ReentrantLock writing = new ReentrantLock(true);
    private final ReentrantLock reading = new ReentrantLock(true);

    Db(Connection writer, Connection reader) {
        this.writer = writer;
        this.reader = reader;
    }

    <T> T write(Work<T> work) {
        writing.lock();
        try {
            update(writer, "BEGIN IMMEDIATE");
            T result;
            try {
                result = work.run(writer);
            } catch (SQLException | RuntimeException e) {
                rollback(e);
                throw e;
            }
            update(writer, "COMMIT");
            return result;
        } catch (SQLException e) {
            throw new LedgerException("The ledger could not be written: " + e.getMessage(), e);
        } finally {
            writing.unlock();
        }
    }

    <T> T read(Work<T> work) {
        reading.lock();
        try {
            return work.run(reader);
        } catch (SQLException e) {
            throw new LedgerException("The ledger could not be read: " + e.getMessage(), e);
        } finally {
            reading.unlock();
        }
    }

    static int update(Connection c, String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = c.prepareStatement(sql)) {
            bind(statement, values);
            return statement.executeUpdate();
        }
    }

    static <T> List<T> list(Connection c, String sql, Row<T> row, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = c.prepareStatement(sql)) {
            bind(statement, values);
            try (ResultSet rows = statement.executeQuery()) {
                List<T> list = new ArrayList<>();
                while (rows.next()) {
                    list.add(row.of(rows));
                }
                return list;
            }
        }
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
            statement.setObject(i + 1, values[i]);
        }
    }

    /** {@code (?,?),(?,?)} for so many rows of so many columns. */
    static String values(int rows, int columns) {
        String row = "(" + "?,".repeat(columns - 1) + "?)";
        return (row + ",").repeat(rows - 1) + row;
    }

    @Override
    public void close() {
        try (writer;
                reader) {
            writing.lock();
            reading.lock();
        } catch (SQLException e) {
            throw new LedgerException("The ledger could not be closed", e);
        }
    }

    private void rollback(Exception cause) {
        try {
            update(writer, "ROLLBACK");
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    interface Work<T> {
        T run(Connection connection) throws SQLException;
    }

    interface Row<T> {
        T of(ResultSet row) throws SQLException;
    }
}
