package dev.caravan.ledger;

import static dev.caravan.ledger.Bench.row;
import static dev.caravan.ledger.Bench.rows;
import static dev.caravan.ledger.RecordState.COMPLETED;
import static dev.caravan.ledger.RecordState.HELD;
import static dev.caravan.ledger.RecordState.INVALID_OUTPUT;
import static dev.caravan.ledger.RecordState.PROVIDER_ERROR;
import static dev.caravan.ledger.RecordState.QUEUED;
import static dev.caravan.ledger.RecordState.REVIEW_REQUIRED;
import static dev.caravan.ledger.RecordState.SUBMITTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.ledger.Batches.Claim;
import dev.caravan.ledger.Collection.BatchCounts;
import dev.caravan.ledger.Collection.Moved;
import dev.caravan.ledger.Collection.Outcome;
import dev.caravan.ledger.Collection.Rest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rules 20 to 24, 36 and 37: every member gets one outcome, and retries wait for their batch. */
abstract class CollectionContract extends LedgerContract {

    private Claim batchOf(int records) {
        bench.drop(bench.recipe, rows("r", records));
        bench.assemble();
        return bench.collecting();
    }

    private Moved apply(Claim claim, Outcome... outcomes) {
        return bench.apply(claim, List.of(outcomes));
    }

    private Outcome reviewed(long recordId, int attempt, int reviewAt) {
        Outcome bad = bench.outcome(recordId, attempt, INVALID_OUTPUT, 0);
        return new Outcome(
                recordId, attempt, INVALID_OUTPUT, "bad", "why", null, true, reviewAt, bad.at(), bad.usage());
    }

    @Test
    void movesMembersToTheirOutcomesAndCountsThem() {
        Claim claim = batchOf(5);
        Moved moved = apply(
                claim,
                bench.outcome(4, 1, REVIEW_REQUIRED, 30),
                bench.outcome(1, 1, COMPLETED, 0),
                bench.outcome(3, 1, PROVIDER_ERROR, 20),
                bench.outcome(2, 1, INVALID_OUTPUT, 10));
        assertThat(moved).isEqualTo(new Moved(4, 0));
        assertThat(ledger.collection().settleRest(claim, Bench.MISSING)).isEqualTo(1);
        assertThat(ledger.collection().collected(claim)).isEqualTo(new BatchCounts(5, 2, 1, 1, 1, 0, 0, 20));
        assertThat(bench.states(1))
                .isEqualTo(Map.of(COMPLETED, 1L, REVIEW_REQUIRED, 1L, INVALID_OUTPUT, 1L, PROVIDER_ERROR, 2L));
    }

    @Test
    void knowsWhereReadingStoppedUntilItStopsElsewhere() {
        Claim claim = batchOf(2);
        long batch = claim.batch().id();
        assertThat(ledger.collection().stop(batch)).isEmpty();
        var early = new Collection.Stop("abc", 0, 1L << 33, 1);
        ledger.collection().stopped(claim, early);
        assertThat(ledger.collection().stop(batch)).contains(early);
        var late = new Collection.Stop("def", 1, 0, 2);
        ledger.collection().stopped(claim, late);
        assertThat(ledger.collection().stop(batch)).contains(late);
        // Somebody else goes on with it.
        ledger.batches().setAside(claim);
        Claim next = ledger.batches().claimForCollect().orElseThrow();
        assertThatThrownBy(() -> ledger.collection().stopped(claim, early)).isInstanceOf(StaleFenceException.class);
        assertThat(ledger.collection().stop(batch)).contains(late);
        ledger.collection().settleRest(next, Bench.MISSING);
        ledger.collection().collected(next);
        assertThatThrownBy(() -> ledger.collection().stopped(next, early)).isInstanceOf(LedgerException.class);
    }

    @Test
    void keepsAnAnswerThatBelongsToNobodyAsSurplusWithItsCost() {
        Claim claim = batchOf(2);
        Moved moved = apply(
                claim,
                bench.outcome(1, 1, COMPLETED, 0),
                bench.outcome(1, 1, COMPLETED, 10),
                bench.outcome(2, 2, COMPLETED, 20),
                bench.outcome(77, 1, COMPLETED, 30));
        assertThat(moved).isEqualTo(new Moved(1, 3));
        assertThat(bench.states(1)).isEqualTo(Map.of(COMPLETED, 1L, SUBMITTED, 1L));
        ledger.collection().settleRest(claim, Bench.NOT_RUN);
        assertThat(ledger.collection().collected(claim)).isEqualTo(new BatchCounts(2, 1, 0, 0, 0, 1, 3, 20));
    }

    @Test
    void movesThousandsOfFirstAnswersAndCountsThemByDrop() {
        bench.drop(bench.recipe, rows("r", 300));
        bench.drop(bench.recipe, rows("s", 900));
        bench.assemble();
        Claim claim = bench.collecting();
        List<Outcome> outcomes = new ArrayList<>();
        for (int id = 1; id <= 1200; id++) {
            outcomes.add(bench.outcome(id, 1, id % 400 == 0 ? INVALID_OUTPUT : COMPLETED, id * 10L));
        }
        assertThat(bench.apply(claim, outcomes)).isEqualTo(new Moved(1200, 0));
        assertThat(bench.apply(claim, outcomes)).isEqualTo(new Moved(0, 0));
        assertThat(bench.states(1)).isEqualTo(Map.of(COMPLETED, 300L));
        assertThat(bench.states(2)).isEqualTo(Map.of(COMPLETED, 897L, INVALID_OUTPUT, 3L));
        assertThat(ledger.collection().collected(claim)).isEqualTo(new BatchCounts(1200, 1197, 3, 0, 0, 0, 0, 6000));
    }

    /** Whether an answer comes alone or with a thousand others, it moves the same. */
    @Test
    void oneAnswerThatBelongsToNobodyHoldsUpNoneOfTheOthers() {
        Claim claim = batchOf(1000);
        List<Outcome> outcomes = new ArrayList<>();
        for (int id = 1; id <= 1000; id++) {
            outcomes.add(bench.outcome(id, id == 700 ? 2 : 1, COMPLETED, id * 10L));
        }
        outcomes.add(bench.outcome(5000, 1, COMPLETED, 0));
        assertThat(bench.apply(claim, outcomes)).isEqualTo(new Moved(999, 2));
        assertThat(bench.states(1)).isEqualTo(Map.of(COMPLETED, 999L, SUBMITTED, 1L));
        assertThat(ledger.collection().settleRest(claim, Bench.MISSING)).isEqualTo(1);
        assertThat(ledger.collection().collected(claim)).isEqualTo(new BatchCounts(1000, 999, 0, 0, 1, 0, 2, 5005));
    }

    @Test
    void countsALineOnceHoweverOftenItsFileIsRead() {
        Claim claim = batchOf(2);
        Outcome[] file = {
            bench.outcome(1, 1, PROVIDER_ERROR, 0),
            bench.outcome(1, 1, COMPLETED, 10),
            bench.outcome(2, 1, COMPLETED, 20),
            bench.outcome(2, 1, PROVIDER_ERROR, 30)
        };
        assertThat(apply(claim, file)).isEqualTo(new Moved(3, 2));
        assertThat(apply(claim, file)).isEqualTo(new Moved(0, 0));
        crash();
        Claim again = ledger.batches().claimForCollect().orElseThrow();
        assertThatThrownBy(() -> apply(claim, file)).isInstanceOf(StaleFenceException.class);
        assertThat(apply(again, file)).isEqualTo(new Moved(0, 0));
        assertThat(ledger.collection().collected(again)).isEqualTo(new BatchCounts(2, 2, 0, 0, 0, 0, 2, 20));
        assertThat(ledger.todo().nextRetry()).isEmpty();
    }

    @Test
    void letsALateSuccessReplaceInvalidOutputAndAMissingLine() {
        Claim claim = batchOf(2);
        apply(claim, bench.outcome(1, 1, INVALID_OUTPUT, 0));
        ledger.collection().settleRest(claim, Bench.MISSING);
        apply(claim, bench.outcome(1, 1, COMPLETED, 10), bench.outcome(2, 1, COMPLETED, 20));
        assertThat(ledger.collection().collected(claim)).isEqualTo(new BatchCounts(2, 2, 0, 0, 0, 0, 1, 15));
        assertThat(bench.states(1)).isEqualTo(Map.of(COMPLETED, 2L));
        assertThat(ledger.todo().releaseInvalid(bench.task, bench.recipe(2), 10))
                .isZero();
    }

    @Test
    void refusesToCloseABatchThatDoesNotAddUp() {
        Claim claim = batchOf(2);
        apply(claim, bench.outcome(1, 1, COMPLETED, 0));
        assertThatThrownBy(() -> ledger.collection().collected(claim))
                .isInstanceOf(LedgerException.class)
                .hasMessageStartingWith("Batch 1 does not add up: BatchCounts[sent=2, ok=1,");
        assertThat(ledger.batches().find(1).orElseThrow().state()).isEqualTo(BatchState.COLLECTING);
    }

    @Test
    void queuesWhatWasNotRunAgainOnceTheBatchIsFinal() {
        Claim claim = batchOf(2);
        apply(claim, bench.outcome(1, 1, COMPLETED, 0));
        ledger.collection().settleRest(claim, Bench.NOT_RUN);
        assertThat(bench.states(1)).isEqualTo(Map.of(COMPLETED, 1L, QUEUED, 1L));
        assertThat(bench.candidates()).isEmpty();
        assertThat(ledger.assembly().waiting()).isEmpty();
        ledger.collection().collected(claim);
        assertThat(bench.candidates())
                .extracting(Assembly.Candidate::recordId, Assembly.Candidate::attempt)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(2L, 2));
        assertThat(ledger.assembly().waiting()).containsExactly(new Assembly.Waiting(bench.task, 1, clock.instant()));
    }

    @Test
    void holdsWhatWasNotRunAfterACancel() {
        Claim claim = batchOf(2);
        ledger.batches().requestCancel(claim.batch().id());
        ledger.collection().settleRest(claim, Bench.NOT_RUN);
        ledger.collection().collected(claim);
        assertThat(bench.states(1)).isEqualTo(Map.of(HELD, 2L));
        assertThat(ledger.counts().settled()).isTrue();
    }

    @Test
    void releasesRetriesWhenTheyAreDueAndTheirBatchIsFinal() {
        Claim claim = batchOf(2);
        apply(claim, bench.outcome(1, 1, COMPLETED, 0), bench.outcome(2, 1, PROVIDER_ERROR, 10));
        assertThat(ledger.todo().nextRetry()).contains(clock.instant().plusSeconds(60));
        clock.pass(Duration.ofSeconds(60));
        assertThat(ledger.todo().releaseDueRetries(10)).isZero();
        ledger.collection().collected(claim);
        assertThat(ledger.todo().releaseDueRetries(10)).isEqualTo(1);
        assertThat(ledger.todo().releaseDueRetries(10)).isZero();
        bench.assemble();
        Claim next = bench.collecting();
        assertThat(next.batch().members()).isEqualTo(new Members(List.of(new Members.Run(2, 1, 2))));
        assertThat(apply(next, bench.outcome(2, 1, COMPLETED, 0))).isEqualTo(new Moved(0, 1));
        assertThat(apply(next, bench.outcome(2, 2, COMPLETED, 10))).isEqualTo(new Moved(1, 0));
        assertThat(ledger.collection().collected(next).conserved()).isTrue();
        assertThat(bench.states(1)).isEqualTo(Map.of(COMPLETED, 2L));
    }

    @Test
    void isNotSettledWhileARetryIsPlanned() {
        Claim claim = batchOf(1);
        apply(claim, bench.outcome(1, 1, PROVIDER_ERROR, 0));
        ledger.collection().collected(claim);
        assertThat(ledger.counts().settled()).isFalse();
    }

    @Test
    void burnsATryOnlyWhereTheRecordIsToBlameAndAsksAPersonInTheEnd() {
        Claim first = batchOf(1);
        ledger.collection().settleRest(first, Bench.NOT_RUN);
        ledger.collection().collected(first);
        bench.assemble();
        Claim second = bench.collecting();
        apply(second, reviewed(1, 2, 2));
        ledger.collection().collected(second);
        assertThat(bench.states(1)).isEqualTo(Map.of(INVALID_OUTPUT, 1L));
        assertThat(ledger.todo().releaseInvalid(bench.task, bench.recipe, 10)).isZero();
        assertThat(ledger.todo().releaseInvalid(bench.task, bench.recipe(2), 10))
                .isEqualTo(1);
        bench.assemble();
        Claim third = bench.collecting();
        apply(third, reviewed(1, 3, 2));
        assertThat(ledger.collection().collected(third).invalid()).isEqualTo(1);
        assertThat(bench.states(1)).isEqualTo(Map.of(REVIEW_REQUIRED, 1L));
    }

    /** Rule 22: while the batch is collected a success may replace a failure, also the last one that was allowed. */
    @Test
    void letsALateSuccessReplaceTheFailureThatWouldHaveGoneToAPerson() {
        Claim claim = batchOf(3);
        apply(claim, reviewed(1, 1, 1), reviewed(2, 1, 1), bench.outcome(3, 1, COMPLETED, 40));
        assertThat(bench.states(1)).isEqualTo(Map.of(INVALID_OUTPUT, 2L, COMPLETED, 1L));
        assertThat(ledger.todo().releaseInvalid(bench.task, bench.recipe(2), 10))
                .isZero();
        crash();
        Claim again = ledger.batches().claimForCollect().orElseThrow();
        apply(again, bench.outcome(1, 1, COMPLETED, 10));
        assertThat(ledger.collection().collected(again)).isEqualTo(new BatchCounts(3, 2, 1, 0, 0, 0, 1, 20));
        assertThat(bench.states(1)).isEqualTo(Map.of(COMPLETED, 2L, REVIEW_REQUIRED, 1L));
    }

    @Test
    void asksAPersonAboutARecordThatIsMissingTooOften() {
        Claim claim = batchOf(1);
        ledger.collection().settleRest(claim, new Rest(false, clock.instant(), 1, "no line for it"));
        assertThat(ledger.collection().collected(claim).missing()).isEqualTo(1);
        assertThat(bench.states(1)).isEqualTo(Map.of(REVIEW_REQUIRED, 1L));
    }

    @Test
    void settlesMembersThatLieScattered() {
        bench.drop(bench.recipe, rows("r", 3_000));
        var odd = new Members.Builder();
        for (long id = 1; id <= 3_000; id += 2) {
            odd.add(id, 1);
        }
        assertThat(bench.assembled(bench.open(bench.recipe), odd.build())).isTrue();
        Claim claim = bench.collecting();
        assertThat(ledger.collection().settleRest(claim, Bench.MISSING)).isEqualTo(1_500);
        ledger.collection().collected(claim);
        assertThat(bench.states(1)).isEqualTo(Map.of(PROVIDER_ERROR, 1_500L, QUEUED, 1_500L));
    }

    @Test
    void namesOneResultFilePerKindAndTry() {
        bench.drop(row("a", 1, 1));
        bench.assemble();
        Claim claim = bench.collecting();
        ledger.collection().accepted(claim, Bench.file(claim, "results"));
        ledger.collection().accepted(claim, Bench.file(claim, "errors"));
        var other = new Collection.ResultFile("errors", "batches/1/errors-9.jsonl", 11, "x", 1);
        assertThatThrownBy(() -> ledger.collection().accepted(claim, other))
                .hasMessage("Batch 1 has its errors of try 1 already: batches/1/errors.jsonl."
                        + " That file stays; batches/1/errors-9.jsonl is not needed");
        assertThat(ledger.collection().files(1))
                .containsExactly(Bench.file(claim, "results"), Bench.file(claim, "errors"));
    }

    @Test
    void settlesMoreMembersThanGoIntoOneTransaction() {
        long drop = bench.drop(bench.recipe, Bench.rows("m", 12_000));
        bench.assemble();
        Batches.Claim claim = bench.collecting();
        Collection.Outcome last = bench.outcome(11_000, 1, RecordState.COMPLETED, 1);
        bench.apply(claim, List.of(last));
        assertThat(ledger.collection().settleRest(claim, Bench.NOT_RUN)).isEqualTo(11_999);
        assertThat(ledger.collection().settleRest(claim, Bench.NOT_RUN)).isZero();
        assertThat(ledger.collection().collected(claim).notRun()).isEqualTo(11_999);
        assertThat(bench.states(drop)).isEqualTo(Map.of(RecordState.QUEUED, 11_999L, RecordState.COMPLETED, 1L));
        assertThat(bench.candidates()).hasSize(11_999);
    }
}
