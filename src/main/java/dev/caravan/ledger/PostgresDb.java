package dev.caravan.ledger;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * Several connections to PostgreSQL, several writes side by side, here and in other processes. A write is one transaction
 * in REPEATABLE READ: two that change one row can't both count, the later one is done again on what the first one left. What
 * a write only reads as a condition it locks ({@link #LOCK}) or touches ({@link Touch}): see "Writes side by side" in docs/reliability.md.
 */
final class PostgresDb implements Db {
    private static final int MOST_REPEATS = 40;
    /** A key that two made at once: the next look finds the other one's. */
    private static final int MOST_DOUBLES = 3;

    private static final Duration LONGEST_PAUSE = Duration.ofMillis(200);
    private static final Duration CLOSING = Duration.ofSeconds(10);

    /**
     * The statements of the ledger were written for one plan each, a walk along indexes in the order of their tables; these
     * settings leave the planner no other. Statistics of the temporary tables stand for a table that is small.
     */
    private static final String SESSION = "SET synchronous_commit = on; SET lock_timeout = '30s';"
            + " SET statement_timeout = '10min'; SET client_connection_check_interval = '5s'; SET idle_in_transaction_session_timeout = '2min';"
            + " SET enable_hashjoin = off; SET enable_mergejoin = off; SET enable_seqscan = off;"
            + " SET join_collapse_limit = 1; SET from_collapse_limit = 1; SET random_page_cost = 1.1; SET jit = off; SET max_parallel_workers_per_gather = 0; SET timezone = 'UTC';"
            + " CREATE TEMP TABLE run (first_id bigint PRIMARY KEY, end_id bigint NOT NULL, attempt integer NOT NULL)"
            + " ON COMMIT DELETE ROWS; CREATE TEMP TABLE older (id bigint PRIMARY KEY) ON COMMIT DELETE ROWS;"
            + " INSERT INTO run VALUES (1, 2, 0); INSERT INTO older VALUES (1); ANALYZE run; ANALYZE older";
    /** For what reads everything. */
    private static final String WHOLE_TABLES = "SET LOCAL enable_hashjoin = on; SET LOCAL enable_mergejoin = on;"
            + " SET LOCAL enable_seqscan = on; SET LOCAL statement_timeout = 0";

    private final PostgresSettings settings;
    private final HikariDataSource pool;
    private final PostgresErrors errors;
    private final PostgresSql sql = new PostgresSql();
    private final ReadWriteLock open = new ReentrantReadWriteLock();
    private volatile Guard guard = c -> {};
    private volatile @Nullable PostgresCalls calls;
    private volatile boolean hurried;
    private volatile boolean closed;

    PostgresDb(PostgresSettings settings) {
        this.settings = settings;
        this.errors = new PostgresErrors(settings);
        var config = new HikariConfig();
        config.setPoolName("ledger");
        config.setJdbcUrl(settings.url());
        config.setUsername(settings.user());
        config.setPassword(settings.password());
        config.setMaximumPoolSize(settings.connections());
        config.setMinimumIdle(1);
        config.setAutoCommit(false);
        config.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
        config.setConnectionTimeout(Duration.ofSeconds(10).toMillis());
        config.setInitializationFailTimeout(-1);
        config.setConnectionInitSql(SESSION);
        // Else a connection would begin its first transaction with these statements.
        config.setIsolateInternalQueries(true);
        config.addDataSourceProperty("ApplicationName", "caravan");
        config.addDataSourceProperty("tcpKeepAlive", "true");
        config.addDataSourceProperty("connectTimeout", "10");
        config.addDataSourceProperty("socketTimeout", "900");
        this.pool = new HikariDataSource(config);
    }

    /** Whether a connection that a work got is one to PostgreSQL. */
    static boolean isBehind(Connection c) throws SQLException {
        return c.isWrapperFor(PGConnection.class);
    }

    @Override
    public void opened(int owner) {
        // Whoever else opens it is a node beside this one.
        calls = new PostgresCalls(settings, this, owner);
    }

    @Override
    public Calls calls() {
        PostgresCalls mine = calls;
        return mine == null ? Calls.NONE : mine;
    }

    @Override
    public <T> T write(Work<T> work) {
        for (int repeats = 0; ; repeats++) {
            try {
                return inOne(false, null, c -> {
                    guard.check(c);
                    return work.run(c);
                });
            } catch (CommitLost e) {
                throw errors.unavailable(
                        "The ledger could not be written, and whether its last change is stored is not known: the"
                                + " connection broke off as it was being stored. What comes next begins with what the"
                                + " ledger says then, so nothing is done twice",
                        e);
            } catch (SQLException e) {
                if (hurried || !errors.isConflict(e) || repeats == (errors.isDouble(e) ? MOST_DOUBLES : MOST_REPEATS)) {
                    throw errors.unavailable("The ledger could not be written, nothing was changed", e);
                }
            }
            pause(repeats);
        }
    }

    @Override
    public <T> T read(Work<T> work) {
        try {
            return inOne(true, null, work);
        } catch (SQLException e) {
            throw errors.unavailable("The ledger could not be read", e);
        }
    }

    @Override
    public <T> T audit(Work<T> work) {
        try {
            return inOne(true, WHOLE_TABLES, work);
        } catch (SQLException e) {
            throw new LedgerException(errors.explain("The ledger could not be read", e), e);
        }
    }

    private <T> T inOne(boolean readOnly, @Nullable String before, Work<T> work) throws SQLException {
        open.readLock().lock();
        try {
            if (closed) {
                throw new LedgerException("The ledger is closed; this process is stopping");
            }
            try (Connection connection = pool.getConnection()) {
                return inOne(connection, readOnly, before, work);
            }
        } finally {
            open.readLock().unlock();
        }
    }

    private <T> T inOne(Connection connection, boolean readOnly, @Nullable String before, Work<T> work)
            throws SQLException {
        connection.setReadOnly(readOnly);
        try {
            if (before != null) {
                try (var statement = connection.createStatement()) {
                    statement.execute(before);
                }
            }
            T result = work.run(speaking(connection));
            commit(connection);
            return result;
        } catch (SQLException | RuntimeException | Error e) {
            try {
                connection.rollback();
            } catch (SQLException again) {
                e.addSuppressed(again);
            }
            throw e;
        }
    }

    private void commit(Connection connection) throws SQLException {
        try {
            connection.commit();
        } catch (SQLException e) {
            throw errors.isLost(e) ? new CommitLost(e) : e;
        }
    }

    /** The connection broke off between COMMIT and its answer. */
    private static final class CommitLost extends SQLException {
        private static final long serialVersionUID = 1L;

        CommitLost(SQLException cause) {
            super(cause.getMessage(), cause.getSQLState(), cause);
        }
    }

    /** The connection, with statements in PostgreSQL's words. */
    private Connection speaking(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                PostgresDb.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, args) -> {
                    if (method.getName().equals("prepareStatement") && args.length == 1) {
                        return connection.prepareStatement(sql.of((String) args[0]));
                    }
                    try {
                        return method.invoke(connection, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /** The longer the more often, and never the same as whoever else was in the way. */
    private static void pause(int repeats) {
        long most = Math.min(LONGEST_PAUSE.toNanos(), TimeUnit.MILLISECONDS.toNanos(1) << Math.min(repeats, 10));
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(most));
    }

    @Override
    public void guardedBy(Guard first) {
        guard = first;
    }

    @Override
    public void hurry() {
        hurried = true;
    }

    @Override
    public void close() {
        closed = true;
        PostgresCalls mine = calls;
        if (mine != null) {
            mine.close();
        }
        boolean ended = false;
        try {
            ended = open.writeLock().tryLock(CLOSING.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try {
            pool.close();
        } finally {
            if (ended) {
                open.writeLock().unlock();
            }
        }
    }
}
