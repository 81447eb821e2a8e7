package dev.caravan.env;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Asked to stop while a provider does not answer: in time, and the next start goes on from there. */
class StopTest {
    private static final int ROWS = 40;

    @TempDir
    Path folder;

    @Test
    void stopsWithinTenSecondsInTheMiddleOfACreateAndFindsTheBatchAgain() throws Exception {
        try (Whole caravan = new Whole(folder)) {
            caravan.drop("stopped", ROWS);
            caravan.faults("[{\"on\":\"batches.create\",\"do\":\"hang\",\"ms\":60000,\"when\":\"after\"}]");
            caravan.start();
            Awaitility.await()
                    .alias("the create hangs")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> !caravan.faultsLeft().toString().contains("batches.create"));
            assertThat(caravan.stop()).isLessThan(Duration.ofSeconds(10));
            caravan.noFaults();
            caravan.start();
            caravan.published(ROWS);
            caravan.allIsWell(ROWS);
            assertThat(caravan.ledger().batches().tries(1)).hasSize(1);
        }
    }
}
