package dev.caravan.ledger;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ledger in PostgreSQL. Several processes may have it open at a time; each is an owner. */
public final class PostgresLedger {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresLedger.class);
    private static final int OLDEST = 15;
    /** Some minutes, as long as an hourly recount of many records takes. */
    private static final int MOST_TRIES = 200;

    private static final Duration PAUSE = Duration.ofMillis(500);

    private PostgresLedger() {}

    /**
     * Opens the ledger, making or migrating it first.
     *
     * @throws LedgerException if the server does not answer, is not safe to write to, or is not to be used by this version;
     *     the message says what an operator can do
     */
    public static Ledger open(PostgresSettings settings, Clock clock) {
        return open(settings, null, clock);
    }

    /** @param lock of the folder that this process has for itself: given back when the ledger is closed */
    static Ledger open(PostgresSettings settings, @Nullable ProcessLock lock, Clock clock) {
        int knows = prepare(settings);
        Db db = new PostgresDb(settings);
        try {
            return new SqlLedger(db, lock, knows, clock);
        } catch (RuntimeException e) {
            db.close();
            throw e;
        }
    }

    /** Checks the server, and makes or migrates the ledger. Returns the number of the newest migration of this jar. */
    static int prepare(PostgresSettings settings) {
        PGSimpleDataSource source = source(settings);
        try {
            Migrations migrations = Migrations.postgres();
            try (Connection c = source.getConnection()) {
                check(c, settings);
                if (hasHistory(c)) {
                    History history = checked(migrations.history(c), settings);
                    if (history.isWhole()) {
                        if (!history.newer().isEmpty()) {
                            LOG.info(
                                    "A newer Caravan has added to the ledger {}: {}. This one works on it beside that one;"
                                            + " replace it when you can",
                                    settings.name(),
                                    String.join(", ", history.newer()));
                        }
                        return migrations.newest();
                    }
                }
            }
            migrate(migrations, source, settings);
            return migrations.newest();
        } catch (SQLException e) {
            throw new LedgerNotOpenException(
                    new PostgresErrors(settings).explain("The ledger could not be opened, nothing was started", e), e);
        } catch (IOException | FlywayException e) {
            throw new LedgerNotOpenException(
                    "The ledger " + settings.name() + " could not be brought up to this version of Caravan. Nothing was"
                            + " started: " + String.valueOf(e.getMessage()).strip(),
                    e);
        }
    }

    /**
     * Beside nodes that work. A change of a table waits for all that use it, and all that come later wait for the change; so it
     * gives up after a moment, lets them pass and comes again: a long read holds up nobody but this start.
     */
    private static void migrate(Migrations migrations, PGSimpleDataSource source, PostgresSettings settings) {
        for (int tries = 1; ; tries++) {
            try {
                migrations.migrate(source, "SET lock_timeout = '2s'");
                return;
            } catch (FlywayException e) {
                if (tries == MOST_TRIES || !isLocked(e)) {
                    throw e;
                }
                LOG.info(
                        "The ledger {} is changed by this start when a table is not in use for a moment (try {} of {})",
                        settings.name(),
                        tries,
                        MOST_TRIES);
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    private static boolean isLocked(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && "55P03".equals(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    private static PGSimpleDataSource source(PostgresSettings settings) {
        var source = new PGSimpleDataSource();
        source.setUrl(settings.url());
        source.setUser(settings.user());
        source.setPassword(settings.password());
        source.setApplicationName("caravan");
        source.setConnectTimeout(10);
        return source;
    }

    /** One connection, for whoever only looks. */
    static Connection connect(PostgresSettings settings) throws SQLException {
        Connection connection = source(settings).getConnection();
        connection.setReadOnly(true);
        return connection;
    }

    /** Of the server and the database. */
    static String number(PostgresSettings settings) {
        try (Connection c = connect(settings)) {
            return Db.one(
                            c,
                            "SELECT (SELECT system_identifier FROM pg_control_system()) || '/' || oid FROM pg_database"
                                    + " WHERE datname = current_database()",
                            r -> r.getString(1))
                    .orElseThrow();
        } catch (SQLException e) {
            throw new LedgerException(
                    new PostgresErrors(settings).explain("The server does not say which it is", e), e);
        }
    }

    /** @throws LedgerException if there is no ledger that this version may work on as it is */
    static void checkVersion(PostgresSettings settings) {
        try (Connection c = connect(settings)) {
            Migrations migrations = Migrations.postgres();
            if (!hasHistory(c)) {
                throw new LedgerException("There is no ledger in " + settings.name());
            }
            if (!checked(migrations.history(c), settings).isWhole()) {
                throw new LedgerException("The ledger " + settings.name()
                        + " was made by an older Caravan. Start the new one once, then ask again");
            }
        } catch (SQLException | IOException e) {
            String why = e instanceof SQLException sql
                    ? new PostgresErrors(settings).explain("The ledger could not be opened", sql)
                    : "The migrations of this jar can't be read: " + e;
            throw new LedgerException(why, e);
        }
    }

    private static boolean hasHistory(Connection c) throws SQLException {
        return Db.number(
                        c,
                        "SELECT count(*) FROM pg_class WHERE relname = 'flyway_schema_history'"
                                + " AND relnamespace = current_schema()::regnamespace")
                == 1;
    }

    private static History checked(History history, PostgresSettings settings) {
        String refusal = history.refusal();
        if (refusal != null) {
            throw refused(settings, refusal);
        }
        return history;
    }

    private static void check(Connection c, PostgresSettings settings) throws SQLException {
        int version = c.getMetaData().getDatabaseMajorVersion();
        if (version < OLDEST) {
            throw refused(
                    settings,
                    "is on PostgreSQL " + version + "; Caravan needs " + OLDEST + " or newer. Upgrade the server");
        }
        if (!setting(c, "fsync").equals("on")) {
            throw refused(
                    settings,
                    "is on a server with fsync = off: what it says is stored would be lost with its power, and paid for"
                            + " again. Set fsync = on in postgresql.conf and restart the server");
        }
        if (setting(c, "synchronous_commit").equals("off")) {
            throw refused(
                    settings,
                    "has synchronous_commit = off: what it says is stored may be lost with its server, and paid for again."
                            + " Set it to on in postgresql.conf, and for the database and the user (ALTER DATABASE …"
                            + " RESET synchronous_commit, ALTER ROLE … RESET synchronous_commit)");
        }
        if (!setting(c, "server_encoding").equals("UTF8")) {
            throw refused(
                    settings,
                    "has the encoding " + setting(c, "server_encoding")
                            + "; keys of records may hold any character. Create the database anew with ENCODING 'UTF8'"
                            + " TEMPLATE template0");
        }
        if (Db.one(c, "SELECT pg_is_in_recovery()", r -> r.getBoolean(1)).orElse(false)) {
            throw refused(settings, "is a standby, which takes no writes. Give the address of the primary");
        }
        boolean allowed = Db.one(
                        c,
                        "SELECT coalesce(has_schema_privilege(current_schema(), 'CREATE'), false)"
                                + " AND has_database_privilege(current_database(), 'TEMP')",
                        r -> r.getBoolean(1))
                .orElse(false);
        if (!allowed) {
            throw refused(
                    settings,
                    "may not be written by the user " + settings.user()
                            + ": it needs CREATE on the schema and TEMPORARY on"
                            + " the database. Make that user the owner of the database");
        }
    }

    private static String setting(Connection c, String name) throws SQLException {
        return Db.one(c, "SELECT current_setting(?)", r -> r.getString(1), name).orElseThrow();
    }

    private static LedgerNotOpenException refused(PostgresSettings settings, String why) {
        return new LedgerNotOpenException("The ledger " + settings.name() + " " + why + ". Nothing was started", null);
    }
}
