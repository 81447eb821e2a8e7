package dev.caravan.ledger;

import static dev.caravan.ledger.Bench.rows;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.ledger.Reruns.NewRerun;
import dev.caravan.ledger.Reruns.Query;
import dev.caravan.ledger.Spending.Again;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A ledger that worked before attempts were counted knows what the rows of earlier attempts tell. */
class EffortsOfBeforeTest {
    private static final long DAY = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli() / 86_400_000;
    private static final List<String> BACK = List.of(
            "DROP INDEX decision_actor",
            "DROP INDEX batch_day",
            "DROP INDEX batch_answers",
            "DROP INDEX batch_stored",
            "DROP INDEX publication_stored",
            "DROP TABLE effort",
            "ALTER TABLE todo DROP COLUMN opened_at",
            "ALTER TABLE todo DROP COLUMN opened_for",
            "ALTER TABLE decision DROP COLUMN took",
            "ALTER TABLE rerun DROP COLUMN counted",
            "DELETE FROM flyway_schema_history WHERE version = '057'");

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
    void inSqlite() throws SQLException {
        Path file = folder.resolve("caravan.db");
        try (Ledger ledger = SqliteLedger.open(file, clock)) {
            work(ledger);
        }
        try (Connection c = SqliteDb.connect(file)) {
            for (String one : BACK) {
                Db.update(c, one);
            }
        }
        try (Ledger ledger = SqliteLedger.open(file, clock)) {
            knowsAndSaysSinceWhen(ledger);
        }
    }

    @Test
    void inPostgres() {
        PostgresSettings database = EmptyPostgres.createBare("ENCODING 'UTF8'");
        try (Ledger ledger = PostgresLedger.open(database, clock)) {
            work(ledger);
        }
        EmptyPostgres.run(database, BACK.toArray(String[]::new));
        try (Ledger ledger = PostgresLedger.open(database, clock)) {
            knowsAndSaysSinceWhen(ledger);
        }
    }
}
