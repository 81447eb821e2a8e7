package dev.caravan.ledger;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server for all tests of a process, and on it a ledger that was migrated once and is emptied for each test. The server
 * stores what it says is stored: fsync and synchronous_commit are on.
 */
public final class EmptyPostgres {
    /** Deleting the few rows of a test takes a tenth of the time that TRUNCATE does, which makes each table anew. */
    private static final String EMPTY = "DO $$ DECLARE one text; used boolean; BEGIN"
            + " FOR one IN SELECT oid::regclass FROM pg_class WHERE relkind = 'r'"
            + " AND relnamespace = 'public'::regnamespace AND relname <> 'flyway_schema_history' LOOP"
            + " EXECUTE 'DELETE FROM ' || one; END LOOP;"
            + " FOR one IN SELECT oid::regclass FROM pg_class WHERE relkind = 'S'"
            + " AND relnamespace = 'public'::regnamespace LOOP"
            + " EXECUTE 'SELECT is_called FROM ' || one INTO used;"
            + " IF used THEN EXECUTE 'ALTER SEQUENCE ' || one || ' RESTART'; END IF; END LOOP; END $$";

    private static final AtomicInteger DATABASES = new AtomicInteger();

    private EmptyPostgres() {}

    private static final class Server {
        private static final EmbeddedPostgres POSTGRES = start();

        private static EmbeddedPostgres start() {
            try {
                EmbeddedPostgres server = EmbeddedPostgres.builder()
                        .setPGStartupWait(Duration.ofSeconds(60))
                        .setServerConfig("fsync", "on")
                        .setServerConfig("synchronous_commit", "on")
                        .setServerConfig("full_page_writes", "on")
                        .setServerConfig("max_connections", "100")
                        .setServerConfig("shared_buffers", "128MB")
                        .start();
                Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                    try {
                        server.close();
                    } catch (IOException e) {
                        throw new IllegalStateException("Stopping PostgreSQL", e);
                    }
                }));
                run(server, "CREATE DATABASE ledger ENCODING 'UTF8' TEMPLATE template0");
                PostgresLedger.prepare(settings(server, "ledger"));
                return server;
            } catch (IOException e) {
                throw new IllegalStateException("Starting PostgreSQL", e);
            }
        }
    }

    /** The ledger, with nothing in it, not even its name. Whoever had it open has closed it. */
    public static PostgresSettings empty() {
        PostgresSettings ledger = settings(Server.POSTGRES, "ledger");
        run(ledger, EMPTY);
        return ledger;
    }

    /** Empties a ledger that {@link #createBare} began with. Whoever had it open has closed it. */
    static PostgresSettings emptied(PostgresSettings ledger) {
        run(ledger, EMPTY);
        return ledger;
    }

    /** A new database without anything. */
    public static PostgresSettings createBare(String more) {
        String name = "bare" + DATABASES.incrementAndGet();
        run(Server.POSTGRES, "CREATE DATABASE " + name + " TEMPLATE template0 " + more);
        return settings(Server.POSTGRES, name);
    }

    public static void run(PostgresSettings database, String... statements) {
        try (Connection c = DriverManager.getConnection(database.url(), database.user(), database.password());
                Statement s = c.createStatement()) {
            for (String statement : statements) {
                s.execute(statement);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(String.join("; ", statements), e);
        }
    }

    private static void run(EmbeddedPostgres server, String statement) {
        run(settings(server, "postgres"), statement);
    }

    private static PostgresSettings settings(EmbeddedPostgres server, String database) {
        return new PostgresSettings(server.getJdbcUrl("postgres", database), "postgres", "postgres", 6);
    }
}
