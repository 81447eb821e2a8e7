package dev.caravan.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one database gets the other one gets too. */
class TwinSchemasTest {
    private static final Path FOLDERS = Path.of("src/main/resources/db/migration");
    private static final String FIRST = "V041";

    @TempDir
    Path folder;

    private static Set<String> numbers(String database) throws IOException {
        try (var files = Files.list(FOLDERS.resolve(database))) {
            return new TreeSet<>(files.map(file -> file.getFileName().toString().substring(0, 4))
                    .filter(number -> number.compareTo(FIRST) >= 0)
                    .toList());
        }
    }

    @Test
    void everyMigrationSinceThereIsPostgresHasItsTwin() throws IOException {
        assertThat(numbers("postgresql")).contains(FIRST).isEqualTo(numbers("sqlite"));
    }

    /**
     * While nodes are replaced one by one, the version before works on: what it reads and writes stays as it is. A column
     * that is no longer used goes one version later, and its line is then named here.
     */
    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgresql"})
    void whatIsAddedLaterTakesNothingAwayFromTheVersionBefore(String database) throws IOException {
        List<String> others = new ArrayList<>();
        for (String number : numbers(database)) {
            if (number.equals(FIRST)) {
                continue;
            }
            try (var files = Files.newDirectoryStream(FOLDERS.resolve(database), number + "__*.sql")) {
                for (Path file : files) {
                    String text = Files.readString(file).replaceAll("--.*", "");
                    List<String> statements = Stream.of(text.split(";"))
                            .map(statement -> statement.strip().replaceAll("\\s+", " "))
                            .filter(statement -> !statement.isEmpty())
                            .toList();
                    if (!shutsOutFirst(statements, Integer.parseInt(number.substring(1)))) {
                        Set<String> made = statements.stream()
                                .filter(statement -> statement.startsWith("CREATE TABLE "))
                                .map(statement -> statement.split(" ")[2])
                                .collect(Collectors.toSet());
                        statements.stream()
                                .filter(statement -> !isAddition(statement, made))
                                .forEach(statement -> others.add(file.getFileName() + ": " + statement));
                    }
                }
            }
        }
        assertThat(others).isEmpty();
    }

    /** In this order: a node that starts at that moment either sees it, or is seen. */
    private static boolean shutsOutFirst(List<String> statements, int number) {
        return statements.size() > 2
                && statements.get(0).equals("UPDATE ledger SET owner = owner + 1 WHERE id = 1")
                && statements.get(1).startsWith("INSERT INTO needed (migration, why) VALUES (" + number + ", '")
                && statements.get(2).equals("UPDATE node SET dead = 1 WHERE dead = 0 AND knows < " + number);
    }

    /**
     * What writes rows without a new column must still be able to.
     *
     * @param made tables of the same migration: nobody else knows them, so they may get rows, and rules for them
     */
    private static boolean isAddition(String statement, Set<String> made) {
        return statement.startsWith("CREATE TABLE ")
                || (statement.startsWith("INSERT INTO ")
                        && made.contains(statement.split(" ")[2]))
                || statement.startsWith("CREATE INDEX ")
                || (statement.startsWith("CREATE UNIQUE INDEX ")
                        && made.contains(statement.split(" ")[5]))
                || (statement.matches("ALTER TABLE \\S+ ADD COLUMN .*")
                        && (!statement.contains("NOT NULL") || statement.contains(" DEFAULT ")));
    }

    @Test
    void bothHaveTheSameTablesWithTheSameColumns() throws SQLException {
        Set<String> sqlite = new TreeSet<>();
        Path file = EmptyLedger.at(folder.resolve("caravan.db"));
        try (Connection c = SqliteDb.connect(file)) {
            Db.each(
                    c,
                    "SELECT t.name, i.name FROM sqlite_master t JOIN pragma_table_info(t.name) i"
                            + " WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' AND t.name NOT LIKE 'flyway_%'",
                    r -> sqlite.add(r.getString(1) + "." + r.getString(2)));
        }
        Set<String> postgres = new TreeSet<>();
        try (Connection c = PostgresLedger.connect(EmptyPostgres.empty())) {
            Db.each(
                    c,
                    "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
                            + " AND table_name NOT LIKE 'flyway_%' AND table_name NOT LIKE '%_shard'",
                    r -> postgres.add(r.getString(1) + "." + r.getString(2)));
        }
        // There it is a function, which adds up what several nodes counted.
        assertThat(sqlite.remove("drop.moves")).isTrue();
        assertThat(postgres.remove("drop.moved")).isTrue();
        assertThat(postgres).hasSizeGreaterThan(300).isEqualTo(sqlite);
    }

    @Test
    void whatOnePlannerIsToldTheOtherIsToldInItsOwnWords() {
        var sql = new PostgresSql();
        assertThat(List.of(
                        sql.of(
                                "SELECT r.id FROM temp.run m CROSS JOIN record r ON r.id >= +m.first_id AND r.id < +m.end_id"
                                        + "  WHERE r.state = 2"),
                        sql.of(
                                "UPDATE record SET state = 10 WHERE id IN (SELECT o.id FROM temp.run m CROSS JOIN record r ON"
                                        + " r.id >= +m.first_id AND r.id < +m.end_id  CROSS JOIN record o ON o.id = r.prev_id AND o.state = 8"
                                        + " WHERE r.pub_id = ?)"),
                        sql.of("SELECT t.id FROM todo t INDEXED BY todo_open WHERE +t.task_id = ?"),
                        sql.of("SELECT state FROM batch WHERE id = ? /* FOR UPDATE */")))
                .containsExactly(
                        "SELECT r.id FROM pg_temp.run m JOIN LATERAL (SELECT * FROM record y WHERE y.id >= m.first_id"
                                + " AND y.id < m.end_id OFFSET 0) r ON true  WHERE r.state = 2",
                        "UPDATE record SET state = 10 WHERE id = ANY (ARRAY(SELECT o.id FROM pg_temp.run m JOIN LATERAL (SELECT *"
                                + " FROM record y WHERE y.id >= m.first_id AND y.id < m.end_id OFFSET 0) r ON true  JOIN LATERAL"
                                + " (SELECT * FROM record y WHERE y.id = r.prev_id OFFSET 0) o ON true AND o.state = 8"
                                + " WHERE r.pub_id = ?))",
                        "SELECT t.id FROM todo t WHERE +t.task_id = ?",
                        "SELECT state FROM batch WHERE id = ? FOR UPDATE");
    }
}
