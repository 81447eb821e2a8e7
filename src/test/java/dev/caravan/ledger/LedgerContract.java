package dev.caravan.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What every dialect must satisfy. Whatever a test did, its ledger must add up afterwards. */
abstract class LedgerContract {
    final TestClock clock = new TestClock();
    Ledger ledger;
    Bench bench;

    /** Opens the same ledger again, as a process does that starts after the last one ended. */
    abstract Ledger open(TestClock clock);

    /** Ends the process without a word and starts another. */
    void crash() {
        ledger.close();
        start();
    }

    @BeforeEach
    void start() {
        ledger = open(clock);
        bench = new Bench(ledger, clock);
    }

    @AfterEach
    void addsUp() {
        assertThat(ledger.counts().recount()).isEmpty();
        assertThat(ledger.counts().total().conserved()).isTrue();
        ledger.close();
    }
}
