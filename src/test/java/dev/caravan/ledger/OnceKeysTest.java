package dev.caravan.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.ledger.OnceKeys.Known;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnceKeysTest {
    @TempDir
    Path folder;

    @Test
    void aKeyIsTakenOnceByItsCallerAndStandsForItsAnswerUntilItIsTooOld() {
        var clock = new TestClock();
        Path file = folder.resolve("caravan.db");
        try (Ledger ledger = SqliteLedger.open(file, clock)) {
            OnceKeys keys = ledger.requests().onceKeys();
            assertThat(keys.take("operator", "k", "cancel 1")).isEmpty();
            assertThat(keys.take("admin", "k", "cancel 1")).isEmpty();
        }
        try (Ledger ledger = SqliteLedger.open(file, clock)) {
            OnceKeys keys = ledger.requests().onceKeys();
            assertThat(keys.take("operator", "k", "cancel 2"))
                    .as("the process died over it: nobody knows what came of it")
                    .contains(new Known("cancel 1", null, ""));
            keys.answered("operator", "k", 202, "{}");
            assertThat(keys.take("operator", "k", "cancel 1")).contains(new Known("cancel 1", 202, "{}"));
            keys.free("admin", "k");
            assertThat(keys.take("admin", "k", "cancel 3")).isEmpty();

            clock.pass(OnceKeys.KEPT);
            assertThat(keys.take("operator", "k", "cancel 1")).isPresent();
            clock.pass(Duration.ofMillis(1));
            assertThat(keys.take("operator", "k", "cancel 1")).isEmpty();
        }
    }
}
