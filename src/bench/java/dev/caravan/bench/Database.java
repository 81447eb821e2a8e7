package dev.caravan.bench;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.slf4j.LoggerFactory;

/** A PostgreSQL server that keeps what it says it keeps, with a database for one run at a time. */
final class Database implements AutoCloseable {
    private static final String NAME = "ledger";

    private final EmbeddedPostgres server;
    private final Path folder;

    Database(Path folder) throws IOException {
        this.folder = folder;
        ((Logger) LoggerFactory.getLogger("io.zonky")).setLevel(Level.WARN);
        this.server = EmbeddedPostgres.builder()
                .setDataDirectory(folder)
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("shared_buffers", "512MB")
                .setServerConfig("max_wal_size", "4GB")
                .start();
    }

    /** Settings of Caravan for a ledger with nothing in it; the one before it is gone. */
    List<String> fresh() throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            boolean unused = statement.execute("DROP DATABASE IF EXISTS " + NAME);
            unused = statement.execute("CREATE DATABASE " + NAME + " ENCODING 'UTF8' TEMPLATE template0");
            unused = statement.execute("CHECKPOINT");
        }
        return List.of(
                "caravan.ledger.url=" + server.getJdbcUrl("postgres", NAME),
                "caravan.ledger.user=postgres",
                "caravan.ledger.password=postgres",
                "bench.server=" + pid());
    }

    /** What the server does by itself some minutes after many writes: until then it has no statistics of them. */
    void settle() throws SQLException {
        try (Connection connection = server.getDatabase("postgres", NAME).getConnection();
                Statement statement = connection.createStatement()) {
            boolean unused = statement.execute("VACUUM (ANALYZE)");
        }
    }

    private long pid() {
        try {
            return Long.parseLong(
                    Files.readAllLines(folder.resolve("postmaster.pid")).get(0).strip());
        } catch (IOException e) {
            throw new IllegalStateException("PostgreSQL says in no postmaster.pid which process it is", e);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
