package dev.caravan.ledger;

import static dev.caravan.ledger.Bench.rows;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.ledger.Reruns.NewRerun;
import dev.caravan.ledger.Reruns.Query;
import dev.caravan.ledger.Spending.Again;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A ledger that worked before attempts were counted knows what the rows of earlier attempts tell. */
class EffortsOfBeforeTest {
    private static final long DAY = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli() / 86_400_000;

    @TempDir
    Path folder;

    private final TestClock clock = new TestClock();

    /** A retry, and then a rerun of all. */
    private void work(Ledger ledger) {
        var bench = new Bench(ledger, clock);
        bench.drop(bench.recipe, rows("a", 3));
        bench.assemble();
        Batches.Claim claim = bench.collecting();
        bench.apply(
                claim,
                List.of(
                        bench.outcome(1, 1, RecordState.COMPLETED, 100),
                        bench.outcome(2, 1, RecordState.COMPLETED, 200),
                        bench.outcome(3, 1, RecordState.PROVIDER_ERROR, 300)));
        ledger.collection().collected(claim);
        clock.pass(Duration.ofMinutes(2));
        assertThat(ledger.todo().releaseDueRetries(9)).isEqualTo(1);
        bench.complete();
        Query query = new Query(bench.task, null, null, null, null, null, false);
        long id = ledger.reruns().begin(new NewRerun("operator", "new prompt", bench.task, "{}", 3, 9), 0);
        ledger.reruns().queue(ledger.reruns().find(id).orElseThrow(), query, 1, 3, List.of(1L, 2L, 3L));
        knows(ledger);
        assertThat(ledger.spending().countedSince()).isZero();
    }

    /** What the migration does with rows that are there. */
    private static List<String> taking(String database) throws IOException {
        Path file = Path.of("src/main/resources/db/migration", database, "V057__costs_beside_answers.sql");
        List<String> statements = Stream.of(
                        Files.readString(file).replaceAll("--.*", "").split(";"))
                .map(String::strip)
                .filter(statement -> statement.startsWith("INSERT INTO effort"))
                .toList();
        assertThat(statements).hasSize(2);
        return statements;
    }

    private static void knows(Ledger ledger) {
        assertThat(ledger.spending().again(null, 0, Long.MAX_VALUE))
                .containsExactly(
                        new Again(DAY, "triage", "model", EffortKind.FAILED, 1, 5),
                        new Again(DAY, "triage", "model", EffortKind.RERUN, 3, 15));
    }

    private static void knowsAndSaysSinceWhen(Ledger ledger) {
        knows(ledger);
        long today = LocalDate.now(ZoneOffset.UTC).toEpochDay();
        assertThat(ledger.spending().countedSince()).isBetween(today - 1, today);
    }

    @Test
    void inSqlite() throws SQLException, IOException {
        Path file = folder.resolve("caravan.db");
        try (Ledger ledger = SqliteLedger.open(file, clock)) {
            work(ledger);
        }
        try (Connection c = SqliteDb.connect(file)) {
            Db.update(c, "DELETE FROM effort");
            for (String one : taking("sqlite")) {
                Db.update(c, one);
            }
        }
        try (Ledger ledger = SqliteLedger.open(file, clock)) {
            knowsAndSaysSinceWhen(ledger);
        }
    }

    @Test
    void inPostgres() throws IOException {
        PostgresSettings database = EmptyPostgres.createBare("ENCODING 'UTF8'");
        try (Ledger ledger = PostgresLedger.open(database, clock)) {
            work(ledger);
        }
        EmptyPostgres.run(
                database,
                Stream.concat(Stream.of("DELETE FROM effort"), taking("postgresql").stream())
                        .toArray(String[]::new));
        try (Ledger ledger = PostgresLedger.open(database, clock)) {
            knowsAndSaysSinceWhen(ledger);
        }
    }
}
