package dev.caravan.ledger;

import static dev.caravan.ledger.Bench.rows;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rule 46: whole drops at rest; mark, delete bytes, mark; record rows outlive payloads. */
abstract class PurgesContract extends LedgerContract {

    private void prove(long drop) {
        prove(drop, 1);
    }

    private void prove(long drop, int no) {
        long moves = ledger.proofs().drop(drop).orElseThrow().moves();
        assertThat(ledger.proofs()
                        .proved(drop, moves, new Proofs.Manifest(no, clock.instant(), "m" + drop, "sha", "root")))
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
    void aDropStaysWhileABatchOfItIsOpen() {
        long drop = bench.drop(Bench.row("a", 1, 1));
        bench.drop(Bench.row("b", 1, 1));
        bench.assemble();
        Batches.Claim claim = bench.collecting();
        bench.apply(claim, List.of(error(1)));
        prove(drop);
        assertThat(ledger.purges().mark(drop)).isFalse();
        bench.apply(claim, List.of(error(2)));
        ledger.collection().collected(claim);
        prove(drop, 2);
        assertThat(ledger.purges().mark(drop)).isTrue();
    }

    /** An error that does not go again. */
    private Collection.Outcome error(long recordId) {
        return new Collection.Outcome(
                recordId,
                1,
                RecordState.PROVIDER_ERROR,
                "bad",
                "why",
                null,
                false,
                0,
                new Collection.ResultAt(0, recordId * 100),
                new Collection.Usage(10, 1, 20, 2, 5));
    }

    @Test
    void nothingOfAPurgedDropIsQueuedAgainWhateverQueues() {
        long drop = bench.drop(bench.recipe, rows("a", 4));
        bench.assemble();
        Batches.Claim claim = bench.collecting();
        bench.apply(
                claim,
                List.of(
                        error(1),
                        bench.outcome(2, 1, RecordState.INVALID_OUTPUT, 200),
                        bench.outcome(3, 1, RecordState.COMPLETED, 300),
                        bench.outcome(4, 1, RecordState.COMPLETED, 400)));
        ledger.collection().collected(claim);
        bench.publish();
        prove(drop);
        purge(drop);
        Map<RecordState, Long> before = bench.states(drop);

        clock.pass(Duration.ofDays(400));
        int newer = bench.recipe(2);
        assertThat(ledger.todo().releaseInvalid(bench.task, newer, 10)).isZero();
        assertThat(ledger.todo().releaseDueRetries(10)).isZero();
        assertThat(ledger.cancels().release(new Cancels.Held(0, 0, bench.task, ""), 10))
                .isZero();
        assertThat(ledger.budgets().release(bench.task, 10)).isZero();
        ledger.restores().begin(0, "older");
        var lost = new Restores.PastBatch(
                9,
                bench.task,
                bench.recipe,
                1,
                "sim",
                "batches/9/requests.jsonl",
                10,
                "sha",
                4,
                0,
                List.of(new Restores.PastTry(1, "old-9-1", null, null, true, null)));
        for (int i = 1; i <= 4; i++) {
            ledger.restores().attach(lost, List.of(new Restores.PastMember(i - 1, i, 2, 0, "a" + i, i)));
        }
        ledger.restores().batch(lost);
        ledger.restores().end();

        assertThat(bench.candidates()).isEmpty();
        assertThat(bench.states(drop)).isEqualTo(before);
        assertThat(ledger.batches().find(9).orElseThrow().state()).isEqualTo(BatchState.LOST);
        assertThat(bench.drop(newer, rows("a", 4)))
                .as("dropped again they ask anew, as rows of the new drop")
                .isEqualTo(drop + 1);
        assertThat(bench.candidates()).allMatch(one -> one.dropId() == drop + 1);
        assertThat(bench.states(drop)).doesNotContainKey(RecordState.QUEUED);
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
