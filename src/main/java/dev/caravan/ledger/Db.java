package dev.caravan.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One writer and one reader connection, and one more for long reads. A write is one transaction: all of it or nothing. A read
 * is one snapshot.
 */
final class Db implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Side writer;
    private final Side reader;
    private final Side auditor;
    private final LedgerFile file;
    private volatile Guard guard = c -> {};

    /** @param file what all connections have open */
    Db(Connection writer, Connection reader, Connection auditor, LedgerFile file) {
        this.file = file;
        this.writer = new Side(writer, "BEGIN IMMEDIATE", "COMMIT", file::checkContent, file::written);
        this.reader = new Side(reader, "BEGIN", "ROLLBACK", file::check, () -> {});
        this.auditor = new Side(auditor, "BEGIN", "ROLLBACK", file::check, () -> {});
    }

    /** Who the writer is, is written: from now on nobody may touch the files. */
    void opened(int owner) {
        try {
            writer.outside(c -> file.opened(c, owner));
        } catch (SQLException e) {
            throw new LedgerException(file.explain("The ledger could not be opened", e), e);
        }
    }

    /** From now on every write does this first, in its own transaction. */
    void guardedBy(Guard first) {
        guard = first;
    }

    <T> T write(Work<T> work) {
        try {
            return writer.run(c -> {
                guard.check(c);
                return work.run(c);
            });
        } catch (SQLException e) {
            throw new LedgerUnavailableException(
                    file.explain("The ledger could not be written, nothing was changed", e), e);
        }
    }

    <T> T read(Work<T> work) {
        try {
            return reader.run(work);
        } catch (SQLException e) {
            throw new LedgerUnavailableException(file.explain("The ledger could not be read", e), e);
        }
    }

    /** A read that takes long; other reads do not wait for it. */
    <T> T audit(Work<T> work) {
        try {
            return auditor.run(work);
        } catch (SQLException e) {
            throw new LedgerException("The ledger could not be read: " + e.getMessage(), e);
        }
    }

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
            statement.setObject(i + 1, values[i]);
        }
    }

    /** {@code (?,?),(?,?)} for so many rows of so many columns. */
    static String values(int rows, int columns) {
        String row = "(" + "?,".repeat(columns - 1) + "?)";
        return (row + ",").repeat(rows - 1) + row;
    }

    /** From now on a write gives up where somebody else has the ledger locked. */
    void hurry() {
        writer.hurried = true;
    }

    @Override
    public void close() {
        // SQLite would tidy up by name, and under that name there may lie another ledger by now.
        boolean tidy = !file.isGone();
        try {
            auditor.interrupt();
            auditor.close(tidy);
            reader.close(tidy);
            writer.close(tidy);
        } catch (SQLException e) {
            throw new LedgerException("The ledger could not be closed: " + e.getMessage(), e);
        }
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

    private interface Check {
        void run() throws SQLException;
    }

    private interface Outside {
        void run(Connection connection) throws SQLException;
    }

    /** A connection and its turnstile. */
    private static final class Side {
        private final Connection connection;
        private final String begin;
        private final String end;
        private final Check before;
        private final Runnable after;
        private final ReentrantLock turn = new ReentrantLock(true);
        private volatile boolean closed;
        private volatile boolean hurried;
        private @Nullable Long lockedSince;

        Side(Connection connection, String begin, String end, Check before, Runnable after) {
            this.connection = connection;
            this.begin = begin;
            this.end = end;
            this.before = before;
            this.after = after;
        }

        <T> T run(Work<T> work) throws SQLException {
            turn.lock();
            try {
                if (closed) {
                    throw new LedgerException("The ledger is closed; this process is stopping");
                }
                before.run();
                begin();
                try {
                    T result = work.run(connection);
                    update(connection, end);
                    return result;
                } catch (SQLException | RuntimeException | Error e) {
                    rollback(e);
                    throw e;
                } finally {
                    after.run();
                }
            } finally {
                turn.unlock();
            }
        }

        /** Ends a statement that runs: a stop does not wait for a long read. */
        void interrupt() throws SQLException {
            if (connection instanceof org.sqlite.SQLiteConnection sqlite && !sqlite.isClosed()) {
                sqlite.getDatabase().interrupt();
            }
        }

        void outside(Outside work) throws SQLException {
            turn.lock();
            try {
                work.run(connection);
            } finally {
                turn.unlock();
            }
        }

        /** Whoever else has the ledger locked is waited for, all in all and not by each in turn, unless the process stops. */
        private void begin() throws SQLException {
            while (true) {
                try {
                    update(connection, begin);
                    lockedSince = null;
                    return;
                } catch (SQLException e) {
                    if (!String.valueOf(e.getMessage()).contains("SQLITE_BUSY")) {
                        throw e;
                    }
                    long now = System.nanoTime();
                    lockedSince = lockedSince == null ? Long.valueOf(now) : lockedSince;
                    if (closed || hurried || now - lockedSince > PATIENCE.toNanos()) {
                        throw e;
                    }
                }
            }
        }

        void close(boolean tidy) throws SQLException {
            closed = true;
            turn.lock();
            try {
                if (tidy) {
                    connection.close();
                }
            } finally {
                turn.unlock();
            }
        }

        private void rollback(Throwable cause) {
            try {
                update(connection, "ROLLBACK");
            } catch (SQLException e) {
                // SQLite has rolled back by itself after some errors, such as a full disk.
                cause.addSuppressed(e);
            }
        }
    }
}
