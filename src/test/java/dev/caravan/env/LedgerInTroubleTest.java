package dev.caravan.env;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.ledger.BatchState;
import dev.caravan.ledger.Batches;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another process has the ledger locked, or takes it away. */
class LedgerInTroubleTest {
    private static final int ROWS = 60;

    @TempDir
    Path folder;

    private static Batches.Batch batch(Whole caravan) {
        return caravan.ledger().batches().find(1).orElseThrow();
    }

    private static void untilCreating(Whole caravan) {
        Awaitility.await()
                .pollInterval(Duration.ofMillis(10))
                .atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .until(() -> batch(caravan).state() == BatchState.CREATING);
    }

    /** Rules 4 and 6: the provider says yes, and that can't be written down. */
    @Test
    void findsABatchAgainWhoseAcceptanceCouldNotBeWrittenBecauseTheLedgerWasLocked() throws Exception {
        try (Whole caravan = new Whole(folder).start()) {
            caravan.faults("[{\"on\":\"batches.create\",\"do\":\"delay\",\"ms\":4000}]");
            caravan.drop("locked", ROWS);
            untilCreating(caravan);
            Path file = caravan.data().resolve("ledger/caravan.db");
            try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
                    Statement shell = other.createStatement()) {
                shell.execute("BEGIN IMMEDIATE");
                Awaitility.await()
                        .atMost(Duration.ofSeconds(60))
                        .untilAsserted(() -> assertThat(caravan.warnings())
                                .anySatisfy(line -> assertThat(line)
                                        .contains("Batch 1 is let go of and taken up again later")
                                        .contains("another process has " + file + " locked")));
                caravan.drop("meanwhile", ROWS);
                shell.execute("ROLLBACK");
            }
            caravan.published(2 * ROWS);
            caravan.allIsWell(2 * ROWS);
            assertThat(batch(caravan).members().size()).isEqualTo(ROWS);
            assertThat(caravan.ledger().batches().tries(1)).hasSize(1);
            assertThat(caravan.warnings()).hasSizeLessThan(10);
        }
    }

    /** Rule 43: never a create that nobody could remember, and never a fresh ledger in the place of a lost one. */
    @Test
    void sendsNothingAnyMoreWhenTheLedgerIsTakenAwayAndLosesNothingWhenItIsBack() throws Exception {
        try (Whole caravan = new Whole(folder).start()) {
            caravan.drop("before", ROWS);
            caravan.published(ROWS);
            Path ledger = caravan.data().resolve("ledger");
            Path away = folder.resolve("away");
            Files.move(ledger, away);
            caravan.drop("after", ROWS);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .untilAsserted(
                            () -> assertThat(caravan.warnings())
                                    .anySatisfy(
                                            line -> assertThat(line)
                                                    .contains(
                                                            "The ledger " + ledger.resolve("caravan.db")
                                                                    + " was deleted or moved away while Caravan had it open. Nothing is submitted")));
            caravan.stop();
            assertThat(caravan.bill().path("records").asInt()).isEqualTo(ROWS);
            assertThat(ledger).doesNotExist();
            Files.move(away, ledger);
            caravan.start();
            caravan.published(2 * ROWS);
            caravan.allIsWell(2 * ROWS);
        }
    }
}
