package dev.caravan.ledger;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One writer and one reader connection, and one more for long reads. A write is one transaction: all of it or nothing. A read
 * is one snapshot.
 */
final class SqliteDb implements Db {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Side writer;
    private final Side reader;
    private final Side auditor;
    private final LedgerFile file;
    private volatile Guard guard = c -> {};

    /** @param file what all connections have open */
    SqliteDb(Connection writer, Connection reader, Connection auditor, LedgerFile file) {
        this.file = file;
        this.writer = new Side(writer, "BEGIN IMMEDIATE", "COMMIT", file::checkContent, file::written);
        this.reader = new Side(reader, "BEGIN", "ROLLBACK", file::check, () -> {});
        this.auditor = new Side(auditor, "BEGIN", "ROLLBACK", file::check, () -> {});
    }

    static SqliteDb open(Path file) throws SQLException {
        return new SqliteDb(writer(file), connect(file), connect(file), new LedgerFile(file));
    }

    /** Pages that it changes stay in its memory until they are committed; readers have the system's cache. */
    private static Connection writer(Path file) throws SQLException {
        Connection connection = connect(file);
        Db.update(connection, "PRAGMA cache_size=-32768");
        return connection;
    }

    /** For one who only looks: nothing can be written through it. */
    static SqliteDb openToRead(Path file) throws SQLException {
        Connection reader = connect(file);
        Db.update(reader, "PRAGMA query_only = ON");
        return new SqliteDb(reader, reader, reader, new LedgerFile(file));
    }

    static Connection connect(Path file) throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file.toAbsolutePath());
        // Without automatic_index=OFF SQLite reads all records into an index of its own to find the members of one
        // batch. Without secure_delete what was erased would stay in the free space of its page.
        for (String pragma : new String[] {
            "journal_mode=WAL",
            "synchronous=FULL",
            "cache_size=-8192",
            "busy_timeout=500",
            "temp_store=MEMORY",
            "automatic_index=OFF",
            "secure_delete=FAST"
        }) {
            // An unread result on an open statement would make the next commit fail.
            try (Statement statement = connection.createStatement()) {
                if (statement.execute("PRAGMA " + pragma)) {
                    try (ResultSet rows = statement.getResultSet()) {
                        while (rows.next()) {
                            rows.getString(1);
                        }
                    }
                }
            }
        }
        MemberRuns.makeTable(connection);
        DropEnd.makeTable(connection);
        return connection;
    }

    @Override
    public void opened(int owner) {
        try {
            writer.outside(c -> file.opened(c, owner));
        } catch (SQLException e) {
            throw new LedgerException(file.explain("The ledger could not be opened", e), e);
        }
    }

    @Override
    public <T> T write(Work<T> work) {
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

    @Override
    public <T> T read(Work<T> work) {
        try {
            return reader.run(work);
        } catch (SQLException e) {
            throw new LedgerUnavailableException(file.explain("The ledger could not be read", e), e);
        }
    }

    @Override
    public <T> T audit(Work<T> work) {
        try {
            return auditor.run(work);
        } catch (SQLException e) {
            throw new LedgerException("The ledger could not be read: " + e.getMessage(), e);
        }
    }

    @Override
    public void guardedBy(Guard first) {
        guard = first;
    }

    @Override
    public void hurry() {
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
                    Db.update(connection, end);
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
                    Db.update(connection, begin);
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
                Db.update(connection, "ROLLBACK");
            } catch (SQLException e) {
                // SQLite has rolled back by itself after some errors, such as a full disk.
                cause.addSuppressed(e);
            }
        }
    }
}
