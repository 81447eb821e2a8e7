package dev.caravan.ledger;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.resource.LoadableResource;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.sqlite.SQLiteDataSource;

/**
 * The migrations of the jar, each read once. Flyway's own way looks through every library for each of them, three times,
 * which was a sixth of a start; and it is not even asked where there is nothing to do.
 */
final class Migrations implements ResourceProvider {
    private final String folder;
    private final Map<String, LoadableResource> byName = new TreeMap<>();
    private final Map<String, Integer> checksums = new TreeMap<>();

    private Migrations(String database) throws IOException {
        this.folder = "db/migration/" + database;
        for (Resource file :
                new PathMatchingResourcePatternResolver().getResources("classpath:" + folder + "/V*.sql")) {
            String name = Objects.requireNonNull(file.getFilename());
            String text = file.getContentAsString(StandardCharsets.UTF_8);
            byName.put(name, new Script(folder, name, text));
            checksums.put(name, checksum(text));
        }
    }

    /** Those for SQLite. */
    static Migrations sqlite() throws IOException {
        return new Migrations("sqlite");
    }

    /** Those for PostgreSQL; the first makes what those for SQLite had made by its number. */
    static Migrations postgres() throws IOException {
        return new Migrations("postgresql");
    }

    /** The number of the newest one. */
    int newest() {
        return newest(checksums);
    }

    static int newest(Map<String, Integer> byName) {
        return byName.keySet().stream()
                .mapToInt(name -> Integer.parseInt(name.substring(1, name.indexOf("__"))))
                .max()
                .orElseThrow();
    }

    /**
     * Brings the ledger in this file up to what this jar needs; makes it if there is none.
     *
     * @throws LedgerNotOpenException if a newer Caravan changed it so that this one can't work on it
     */
    void migrate(Path file) throws SQLException {
        History history = history(file);
        if (history != null) {
            String refusal = history.refusal();
            if (refusal != null) {
                throw new LedgerNotOpenException("The ledger " + file + " " + refusal + ". Nothing was started", null);
            }
            if (history.isWhole()) {
                return;
            }
        }
        migrate(ledger(file), "");
    }

    /**
     * Brings the ledger up to what this jar needs.
     *
     * @param first a statement before all others; empty for none
     */
    void migrate(DataSource ledger, String first) {
        Flyway.configure()
                .loggers("slf4j")
                .dataSource(ledger)
                .initSql(first)
                .locations("classpath:" + folder)
                .resourceProvider(this)
                .javaMigrationClassProvider(List::of)
                .validateMigrationNaming(true)
                .load()
                .migrate();
    }

    /** How these stand to what the ledger in a file has had; null where it has had none. Whatever else it has is for Flyway to judge. */
    @Nullable
    History history(Path file) throws SQLException {
        if (!Files.exists(file)) {
            return null;
        }
        try (Connection c = ledger(file).getConnection()) {
            boolean any = !Db.list(c, "SELECT 1 FROM sqlite_master WHERE name = 'flyway_schema_history'", r -> 1)
                    .isEmpty();
            return any ? history(c) : null;
        }
    }

    /** As {@link #history(Path)}, where there is a table of them. */
    History history(Connection c) throws SQLException {
        return History.of(c, checksums);
    }

    private static DataSource ledger(Path file) {
        SQLiteDataSource ledger = new SQLiteDataSource();
        ledger.setUrl("jdbc:sqlite:" + file.toAbsolutePath());
        return ledger;
    }

    /** As Flyway counts: the bytes of the lines, without their ends. */
    private static int checksum(String text) {
        CRC32 crc = new CRC32();
        text.lines().forEach(line -> crc.update(line.getBytes(StandardCharsets.UTF_8)));
        return (int) crc.getValue();
    }

    @Override
    public @Nullable LoadableResource getResource(String name) {
        return byName.get(name.substring(name.lastIndexOf('/') + 1));
    }

    @Override
    public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
        return byName.values().stream()
                .filter(file -> file.getFilename().startsWith(prefix)
                        && Stream.of(suffixes).anyMatch(file.getFilename()::endsWith))
                .toList();
    }

    private static final class Script extends LoadableResource {
        private final String folder;
        private final String name;
        private final String text;

        Script(String folder, String name, String text) {
            this.folder = folder;
            this.name = name;
            this.text = text;
        }

        @Override
        public Reader read() {
            return new StringReader(text);
        }

        @Override
        public String getAbsolutePath() {
            return folder + "/" + name;
        }

        @Override
        public String getAbsolutePathOnDisk() {
            return getAbsolutePath();
        }

        @Override
        public String getFilename() {
            return name;
        }

        @Override
        public String getRelativePath() {
            return name;
        }
    }
}
