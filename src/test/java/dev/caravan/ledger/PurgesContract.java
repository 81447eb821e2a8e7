package dev.caravan.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rule 46: whole drops at rest; mark, delete bytes, mark; record rows outlive payloads. */
abstract class PurgesContract extends LedgerContract {

    private void prove(long drop) {
        long moves = ledger.proofs().drop(drop).orElseThrow().moves();
        assertThat(ledger.proofs()
                        .proved(drop, moves, new Proofs.Manifest(1, clock.instant(), "m" + drop, "sha", "root")))
                .isTrue();
    }

    private List<Long> aged() {
        return ledger.purges().aged(bench.task, later(), 10);
    }

    private Instant later() {
        return clock.instant().plusSeconds(1);
    }

    private void purge(long drop) {
        assertThat(ledger.purges().mark(drop)).isTrue();
        ledger.purges()
                .purged(drop, ledger.purges().freeBatches(drop), ledger.purges().freePublications(drop));
    }

    @Test
    void aDropMayGoWhenItIsAtRestAndProvedAndNobodyWaitsForIt() {
        long drop = bench.drop(Bench.row("a", 1, 1));
        assertThat(aged()).as("queued").isEmpty();
        assertThat(ledger.purges().mark(drop)).isFalse();
        bench.complete();
        bench.publish();
        assertThat(aged()).as("no manifest").isEmpty();
        prove(drop);
        assertThat(ledger.purges().aged(bench.task, clock.instant(), 10))
                .as("not older than that")
                .isEmpty();
        assertThat(aged()).containsExactly(drop);
        assertThat(ledger.purges().mark(drop)).isTrue();
        crash();
        assertThat(ledger.purges().marked()).containsExactly(drop);
        assertThat(aged()).isEmpty();
    }

    /** Rule 44: our clock was a year behind, and is right now. */
    @Test
    void aDropThatOnlyLooksOldBesideAnEarlierOneStays() {
        long first = bench.drop(Bench.row("a", 1, 1));
        bench.complete();
        bench.publish();
        prove(first);
        clock.pass(Duration.ofDays(-365));
        long second = bench.drop(Bench.row("b", 1, 1));
        bench.complete();
        bench.publish();
        prove(second);
        clock.pass(Duration.ofDays(365));
        assertThat(ledger.purges().aged(bench.task, clock.instant().minus(Duration.ofDays(1)), 10))
                .isEmpty();
        clock.pass(Duration.ofDays(3));
        assertThat(ledger.purges().aged(bench.task, clock.instant().minus(Duration.ofDays(1)), 10))
                .containsExactlyInAnyOrder(first, second);
    }

    @Test
    void aDropInReviewOrHeldStays() {
        long drop = bench.drop(Bench.row("a", 1, 1));
        ledger.todo().hold(bench.candidates().get(0).recordId(), "too_large", "too large");
        prove(drop);
        long review = bench.drop(Bench.row("b", 1, 1));
        bench.assemble();
        Batches.Claim claim = bench.collecting();
        bench.apply(claim, bench.outcomes(claim, RecordState.REVIEW_REQUIRED));
        ledger.collection().collected(claim);
        prove(review);
        assertThat(aged()).isEmpty();
        assertThat(ledger.purges().mark(drop)).isFalse();
        assertThat(ledger.purges().mark(review)).isFalse();
    }

    @Test
    void aBatchIsFreeWhenAllDropsInItAreMarkedAlsoThoseOfEarlierAttempts() {
        long first = bench.drop(Bench.row("a", 1, 1));
        long second = bench.drop(Bench.row("b", 1, 1));
        bench.assemble();
        Batches.Claim claim = bench.collecting();
        bench.apply(claim, bench.outcomes(claim, RecordState.PROVIDER_ERROR));
        ledger.collection().collected(claim);
        clock.pass(Duration.ofMinutes(2));
        ledger.todo().releaseDueRetries(10);
        bench.complete();
        bench.publish();
        prove(first);
        prove(second);
        purge(first);
        assertThat(ledger.purges().freeBatches(first)).isEmpty();
        assertThat(ledger.purges().freePublications(first)).isEmpty();
        assertThat(ledger.purges().mark(second)).isTrue();
        assertThat(ledger.purges().freeBatches(second)).containsExactly(1L, 2L);
        assertThat(ledger.purges().freePublications(second)).containsExactly(1L);
    }

    @Test
    void rowsGoInSlicesAndCountersStayForTheTotals() {
        Drops.Claim claim = bench.arrive();
        bench.append(claim, bench.recipe, Bench.rows("k", 25), new Drops.Refusal(26, "bad", "bad"));
        ledger.drops().seal(claim);
        long drop = claim.dropId();
        bench.complete();
        bench.publish();
        prove(drop);
        assertThat(ledger.purges().outdated(bench.task, later(), 10))
                .as("its payloads come first")
                .isEmpty();
        purge(drop);
        assertThat(ledger.purges().outdated(bench.task, later(), 10)).containsExactly(drop);
        ledger.purges().forget(drop);
        assertThat(ledger.purges().forgetSome(drop, 10)).isTrue();
        assertThat(ledger.counts().recount()).as("half deleted").isEmpty();
        crash();
        assertThat(ledger.purges().forgetting()).containsExactly(drop);
        while (ledger.purges().forgetSome(drop, 10)) {
            assertThat(ledger.purges().forgetting()).containsExactly(drop);
        }
        assertThat(ledger.purges().forgetting()).isEmpty();
        assertThat(ledger.proofs().rows(drop, 0, 10)).isEmpty();
        assertThat(bench.counts(drop).in(RecordState.PUBLISHED)).isEqualTo(25);
        assertThat(ledger.counts().total().read()).isEqualTo(26);
    }

    @Test
    void aPublicationOfANewerRevisionPassesOverRowsThatAreGone() {
        long drop = bench.drop(Bench.row("a", 1, 1));
        bench.complete();
        bench.publish();
        prove(drop);
        purge(drop);
        long newer = bench.drop(Bench.row("a", 2, 1));
        ledger.purges().forget(drop);
        while (ledger.purges().forgetSome(drop, 10)) {
            assertThat(ledger.purges().forgetting()).isNotEmpty();
        }
        bench.complete();
        bench.publish();
        assertThat(bench.states(newer)).containsOnlyKeys(RecordState.PUBLISHED);
    }
}
