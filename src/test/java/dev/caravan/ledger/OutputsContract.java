package dev.caravan.ledger;

import static dev.caravan.ledger.Bench.row;
import static dev.caravan.ledger.RecordState.COMPLETED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.ledger.Batches.Claim;
import dev.caravan.ledger.Outputs.Left;
import dev.caravan.ledger.Twins.Found;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rule 12: what settled batches left at their provider, and until when it stays. */
abstract class OutputsContract extends LedgerContract {
    private static final Duration DAY = Duration.ofDays(1);
    private static final String FILES = "{\"files\":{\"results\":\"f1\"}}";

    private List<Left> left() {
        return ledger.outputs().left("sim", clock.instant(), 10);
    }

    /** Batch 1, collected a day ago. */
    private void collected() {
        bench.drop(row("a", 1, 1));
        bench.complete();
        clock.pass(DAY);
    }

    @Test
    void rule12NamesWhatACollectedBatchLeftWhenItHasLainThereLongEnough() {
        bench.drop(row("a", 1, 1));
        bench.assemble();
        Claim created = bench.creating();
        clock.pass(DAY);
        assertThat(left()).isEmpty();
        ledger.batches().accepted(created, 1, "job-1", Duration.ZERO);
        clock.pass(DAY);
        assertThat(left()).isEmpty();
        Claim claim = bench.collectingSubmitted();
        clock.pass(DAY);
        assertThat(left()).isEmpty();
        Instant then = clock.instant();
        bench.apply(claim, bench.outcomes(claim, COMPLETED));
        ledger.collection().collected(claim);
        assertThat(ledger.outputs().left("sim", then, 10)).isEmpty();
        clock.pass(DAY);
        String results = ledger.batches().find(1).orElseThrow().results();
        assertThat(left()).containsExactly(new Left(1, 1, ledger.instance() + "-1-1", "job-1", results, 0));
        assertThat(ledger.outputs().left("other", clock.instant(), 10)).isEmpty();

        ledger.outputs().gone(left().get(0), true);
        assertThat(left()).isEmpty();
        assertThat(ledger.batches().witnesses("sim", 100, Instant.EPOCH)).containsExactly("job-1");
    }

    @Test
    void rule7DoesNotAskForABatchInTheListThatWasDeletedItself() {
        collected();
        ledger.outputs().gone(left().get(0), false);
        assertThat(ledger.batches().witnesses("sim", 100, Instant.EPOCH)).isEmpty();
    }

    @Test
    void rule12LeavesAllOfABatchThereWhileATwinOfItIsAtWorkAndThatOfTheTwinAfterIt() {
        collected();
        ledger.twins().attach("sim", new Found(1, 1, "job-late"));
        assertThat(left()).isEmpty();
        Twins.Claim running = ledger.twins().claim().orElseThrow();
        ledger.twins().ended(running, FILES);
        assertThat(left()).isEmpty();
        Twins.Claim ended = ledger.twins().claim().orElseThrow();
        ledger.twins().home(ended);
        assertThat(left()).isEmpty();
        ledger.twins().collected(ledger.twins().claim().orElseThrow());
        Instant then = clock.instant();
        assertThat(ledger.outputs().left("sim", then, 10))
                .extracting(Left::tryNo)
                .containsExactly(1);
        clock.pass(DAY);
        assertThat(left()).extracting(Left::providerId).containsExactly("job-1", "job-late");
        assertThat(left().get(1).results()).isEqualTo(FILES);
    }

    @Test
    void rule12LeavesResultsThereThatWereFoundDamagedInTheSpool() {
        bench.drop(row("a", 1, 1), row("b", 1, 2));
        bench.assemble();
        Claim created = bench.creating();
        ledger.batches().accepted(created, 1, "job-1", Duration.ZERO);
        Claim claim = bench.collectingSubmitted();
        bench.apply(claim, bench.outcomes(claim, COMPLETED));
        ledger.collection().collected(claim);
        clock.pass(DAY);
        assertThat(left()).hasSize(1);
        ledger.collection().mend(1, Bench.file(claim, "results"), "cut");
        assertThat(left()).isEmpty();
    }

    @Test
    void rule12LeavesALostBatchToAPerson() {
        bench.drop(row("a", 1, 1));
        bench.assemble();
        Claim created = bench.creating();
        ledger.batches().accepted(created, 1, "job-1", Duration.ZERO);
        Claim polled = ledger.batches().claimForPoll(1).get(0);
        ledger.doubts().lost(polled, "quarantined", "another number of records");
        clock.pass(DAY);
        assertThat(left()).isEmpty();
    }

    @Test
    void waitsBeforeItIsAskedForAgainAndEndsWhenItIsGivenUp() {
        collected();
        ledger.outputs().later(left().get(0), DAY);
        assertThat(left()).isEmpty();
        clock.pass(DAY);
        assertThat(left().get(0).asked()).isEqualTo(1);
        ledger.outputs().refused("other", clock.instant(), DAY);
        ledger.outputs().refused("sim", clock.instant().minus(DAY.multipliedBy(9)), DAY);
        assertThat(left().get(0).asked()).isEqualTo(1);
        ledger.outputs().refused("sim", clock.instant(), DAY);
        assertThat(left()).isEmpty();
        clock.pass(DAY);
        assertThat(left().get(0).asked())
                .as("a credential that may not counts for nothing")
                .isEqualTo(1);
        ledger.outputs().givenUp(left().get(0));
        clock.pass(DAY);
        assertThat(left()).isEmpty();
    }
}
