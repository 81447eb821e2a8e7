package dev.caravan.ledger;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import org.flywaydb.core.api.FlywayException;
import org.postgresql.ds.PGSimpleDataSource;

/** The ledger in PostgreSQL. Several processes may have it open at a time; each is an owner. */
public final class PostgresLedger {
    private static final int OLDEST = 15;

    private PostgresLedger() {}

    /**
     * Opens the ledger, making or migrating it first.
     *
     * @throws LedgerException if the server does not answer, is not safe to write to, or is not to be used by this version;
     *     the message says what an operator can do
     */
    public static Ledger open(PostgresSettings settings, Clock clock) {
        prepare(settings);
        Db db = new PostgresDb(settings);
        try {
            return new SqlLedger(db, null, clock);
        } catch (RuntimeException e) {
            db.close();
            throw e;
        }
    }

    /** Checks the server, and makes or migrates the ledger. */
    static void prepare(PostgresSettings settings) {
        PGSimpleDataSource source = source(settings);
        try {
            Migrations migrations = Migrations.postgres();
            try (Connection c = source.getConnection()) {
                check(c, settings);
                if (hasHistory(c)) {
                    checkVersion(migrations.unknownIn(c), settings);
                    if (migrations.areAllIn(c)) {
                        return;
                    }
                }
            }
            migrations.migrate(source);
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

    /** @throws LedgerException if there is no ledger of this very version */
    static void checkVersion(PostgresSettings settings) {
        try (Connection c = connect(settings)) {
            Migrations migrations = Migrations.postgres();
            if (!hasHistory(c)) {
                throw new LedgerException("There is no ledger in " + settings.name());
            }
            checkVersion(migrations.unknownIn(c), settings);
            if (!migrations.areAllIn(c)) {
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

    private static void checkVersion(List<String> unknown, PostgresSettings settings) {
        if (!unknown.isEmpty()) {
            throw refused(
                    settings,
                    "was made by a newer Caravan, which added " + String.join(", ", unknown)
                            + ". Start that one or a newer one, or put back a copy from before");
        }
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
