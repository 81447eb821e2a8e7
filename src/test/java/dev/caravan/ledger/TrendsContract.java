package dev.caravan.ledger;

import static dev.caravan.ledger.Bench.rows;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.ledger.Trends.Age;
import dev.caravan.ledger.Trends.Tally;
import dev.caravan.ledger.Trends.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

abstract class TrendsContract extends LedgerContract {
    private static final Duration FIVE = Duration.ofMinutes(5);

    private int note() {
        return ledger.trends().note(clock.instant(), FIVE);
    }

    private List<String> told(Instant from) {
        return ledger.trends().tallies(null, from).stream()
                .map(one -> one.state() + " " + one.records() + " after "
                        + Duration.between(from, one.at()).toMinutes())
                .toList();
    }

    @Test
    void onlyWhatHasChangedIsNotedAndOnlyEverySoOften() {
        Instant start = clock.instant();
        bench.drop(bench.recipe, rows("r", 3));
        assertThat(note()).isEqualTo(1);
        bench.drop(bench.recipe, rows("s", 2));
        assertThat(note()).isZero();

        clock.pass(FIVE);
        assertThat(note()).isEqualTo(1);
        clock.pass(FIVE);
        assertThat(note()).isZero();

        bench.assemble();
        clock.pass(FIVE);
        assertThat(note()).isEqualTo(2);
        assertThat(told(start))
                .containsExactly("QUEUED 3 after 0", "QUEUED 5 after 5", "QUEUED 0 after 15", "SUBMITTED 5 after 15");
    }

    @Test
    void aClockThatWentBackStopsNothing() {
        bench.drop(bench.recipe, rows("r", 3));
        note();
        bench.drop(bench.recipe, rows("s", 1));
        clock.pass(Duration.ofDays(-1));
        assertThat(note()).isEqualTo(1);
    }

    @Test
    void whatWasSoBeforeIsToldFirstAndKeptWhenOldRowsGo() {
        Instant start = clock.instant();
        bench.drop(bench.recipe, rows("r", 3));
        note();
        clock.pass(FIVE);
        bench.drop(bench.recipe, rows("s", 2));
        note();
        clock.pass(Duration.ofDays(2));
        bench.drop(bench.recipe, rows("t", 1));
        note();
        Instant then = start.plus(Duration.ofDays(1));
        List<Tally> seen = ledger.trends().tallies(null, then);
        assertThat(seen).extracting(Tally::records).containsExactly(5L, 6L);

        assertThat(ledger.trends().trim(then)).isEqualTo(1);
        assertThat(ledger.trends().tallies(null, then)).isEqualTo(seen);
        assertThat(ledger.trends().tallies(Set.of(), then)).isEmpty();
    }

    @Test
    void batchesThatAreHomeAreToldWithWhatBecameOfThemAndHowLongTheyTook() {
        Instant start = clock.instant();
        bench.drop(bench.recipe, rows("r", 3));
        bench.assemble();
        bench.submit();
        clock.pass(Duration.ofMinutes(40));
        Batches.Claim claim = bench.collectingSubmitted();
        bench.apply(claim, bench.outcomes(claim, RecordState.COMPLETED));
        ledger.collection().collected(claim);

        assertThat(ledger.trends().collected(null, start, 9)).singleElement().satisfies(one -> {
            assertThat(one.took()).isEqualTo(Duration.ofMinutes(40));
            assertThat(one.at()).isEqualTo(start.plus(Duration.ofMinutes(40)));
            assertThat(one.counted().ok()).isEqualTo(3);
            assertThat(one.version()).isEqualTo(1);
        });
        assertThat(ledger.trends().collected(null, clock.instant().plusMillis(1), 9))
                .isEmpty();
        assertThat(ledger.trends().collected(Set.of(), start, 9)).isEmpty();
    }

    private void review(String prefix, int records) {
        bench.drop(bench.recipe, rows(prefix, records));
        bench.assemble();
        Batches.Claim claim = bench.collecting();
        bench.apply(claim, bench.outcomes(claim, RecordState.REVIEW_REQUIRED));
        ledger.collection().collected(claim);
    }

    @Test
    void openItemsAreCountedByTheirAge() {
        review("r", 2);
        String task = "triage";
        assertThat(ledger.trends().waiting(null, clock.instant()))
                .containsExactly(new Waiting(task, Age.UNDER_AN_HOUR, 2));
        clock.pass(Duration.ofHours(5));
        review("s", 1);
        assertThat(ledger.trends().waiting(Set.of(task), clock.instant()))
                .containsExactly(new Waiting(task, Age.UNDER_AN_HOUR, 1), new Waiting(task, Age.UNDER_A_DAY, 2));
        assertThat(ledger.trends().waiting(null, clock.instant().plus(Duration.ofDays(30))))
                .containsExactly(new Waiting(task, Age.OLDER, 3));
        assertThat(ledger.trends().waiting(Set.of(), clock.instant())).isEmpty();
    }
}
