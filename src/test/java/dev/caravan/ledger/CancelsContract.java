package dev.caravan.ledger;

import static dev.caravan.ledger.Bench.row;
import static dev.caravan.ledger.Bench.rows;
import static dev.caravan.ledger.RecordState.COMPLETED;
import static dev.caravan.ledger.RecordState.HELD;
import static dev.caravan.ledger.RecordState.PROVIDER_ERROR;
import static dev.caravan.ledger.RecordState.QUEUED;
import static dev.caravan.ledger.RecordState.SUBMITTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.ledger.Batches.Claim;
import dev.caravan.ledger.Cancels.GivenUp;
import dev.caravan.ledger.Cancels.Held;
import dev.caravan.ledger.Cancels.Stopped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rule 14: a cancel is a flag, and nothing of it is queued or sent again. */
abstract class CancelsContract extends LedgerContract {
    private static final Held ANY = new Held(0, 0, 0, "");

    private void cancel(long batch) {
        assertThat(ledger.cancels().batch(batch, "ann", "asked for")).isPresent();
    }

    private void holdQueued() {
        int held = -1;
        while (held != 0) {
            held = ledger.cancels().holdQueued(3);
        }
    }

    @Test
    void aBatchThatWasNotSentIsGivenUpAndItsRecordsAreHeld() {
        long drop = bench.drop(bench.recipe, rows("r", 3));
        long batch = bench.assemble();
        cancel(batch);
        assertThat(ledger.batches().claimForSubmit()).isEmpty();
        assertThat(ledger.cancels().giveUp()).containsExactly(new GivenUp(batch, 3, 0));
        assertThat(bench.states(drop)).isEqualTo(Map.of(HELD, 3L));
        assertThat(ledger.events().of("batch " + batch, 9)).singleElement().satisfies(event -> {
            assertThat(event.kind()).isEqualTo(EventKind.CANCEL_REQUESTED);
            assertThat(event.actor()).isEqualTo("ann");
        });
        assertThat(ledger.counts().settled()).isTrue();
    }

    @Test
    void aHeldDropSendsNothingMoreAndWhatIsAtItsProviderRunsToItsEnd() {
        long drop = bench.drop(bench.recipe, rows("r", 3));
        long sent = bench.assemble();
        bench.submit();
        long later = bench.drop(bench.recipe, rows("s", 4));
        long assembled = bench.assemble();
        long never = bench.drop(bench.recipe, rows("t", 2));

        for (long one : List.of(drop, later, never)) {
            assertThat(ledger.cancels().hold(one, "ann", "for now")).isTrue();
            assertThat(ledger.cancels().hold(one, "ann", "for now")).isFalse();
        }
        assertThat(ledger.batches().claimForSubmit()).isEmpty();
        assertThat(ledger.cancels().giveUp()).containsExactly(new GivenUp(assembled, 0, 4));
        holdQueued();

        assertThat(bench.states(drop)).isEqualTo(Map.of(SUBMITTED, 3L));
        assertThat(ledger.lists().batch(sent))
                .hasValueSatisfying(batch -> assertThat(batch.cancelled()).isFalse());
        assertThat(bench.states(later)).isEqualTo(Map.of(HELD, 4L));
        assertThat(bench.states(never)).isEqualTo(Map.of(HELD, 2L));
        assertThat(ledger.lists().records(never, null, "held", 0, 9)).hasSize(2);
        assertThat(ledger.lists().drop(never)).hasValueSatisfying(row -> {
            assertThat(row.held()).isTrue();
            assertThat(row.cancelled()).isFalse();
        });
        assertThat(ledger.events().of("drop " + never, 9)).singleElement().satisfies(event -> {
            assertThat(event.kind()).isEqualTo(EventKind.HOLD_REQUESTED);
            assertThat(event.actor()).isEqualTo("ann");
        });
        assertThat(ledger.cancels().release(ANY, 9)).isZero();
        ledger.cancels().resume(never);
        assertThat(ledger.cancels().release(ANY, 9)).isEqualTo(2);
        assertThat(bench.states(never)).isEqualTo(Map.of(QUEUED, 2L));
        assertThat(ledger.counts().recount()).isEmpty();
    }

    @Test
    void aHeldDropCanBeCancelledAndACancelledOneNotBeHeld() {
        long drop = bench.drop(bench.recipe, rows("r", 2));
        ledger.cancels().hold(drop, "ann", "for now");
        ledger.cancels().drop(drop, "ben");
        assertThat(ledger.cancels().hold(drop, "ann", "for now")).isFalse();
        assertThat(ledger.lists().drop(drop)).hasValueSatisfying(row -> {
            assertThat(row.held()).isFalse();
            assertThat(row.cancelled()).isTrue();
        });
        holdQueued();
        assertThat(ledger.lists().records(drop, null, "cancelled", 0, 9)).hasSize(2);
    }

    /** A worker has it in hand: the create is stopped at its last door. */
    @Test
    void aBatchInHandIsStoppedBeforeItsCreate() {
        long drop = bench.drop(bench.recipe, rows("r", 2));
        long batch = bench.assemble();
        Claim claim = ledger.batches().claimForSubmit().orElseThrow();
        Batches.Try attempt = ledger.batches().openTry(claim);
        ledger.batches().uploaded(claim, attempt, "file-1", null);
        cancel(batch);
        assertThat(ledger.cancels().giveUp()).isEmpty();
        assertThatThrownBy(() -> ledger.batches().creating(claim, attempt))
                .isInstanceOf(StaleFenceException.class)
                .hasMessage(
                        "Batch " + batch
                                + " is not sent: it was cancelled, is held, or is too late. 2 records are held, 0 go again in another batch");
        assertThat(bench.states(drop)).isEqualTo(Map.of(HELD, 2L));
        assertThat(ledger.batches().tries(batch)).extracting(Batches.Try::state).containsExactly(TryState.REVOKED);
    }

    @Test
    void aDoubtIsResolvedBeforeItsBatchIsCancelled() {
        long drop = bench.drop(bench.recipe, rows("r", 2));
        long batch = bench.assemble();
        Claim claim = bench.creating();
        ledger.batches().doubt(claim, "no reply", Duration.ZERO);
        cancel(batch);
        assertThat(ledger.cancels().giveUp()).isEmpty();
        Claim again = ledger.batches().claimForSubmit().orElseThrow();
        assertThat(again.batch().state()).isEqualTo(BatchState.IN_DOUBT);
        ledger.batches().inputGone(again, 1);
        ledger.batches().revoked(again);
        assertThat(ledger.cancels().giveUp()).containsExactly(new GivenUp(batch, 2, 0));
        assertThat(bench.states(drop)).isEqualTo(Map.of(HELD, 2L));
    }

    @Test
    void whatRanIsKeptTheRestIsHeldAndAnErrorDoesNotGoAgain() {
        long drop = bench.drop(bench.recipe, rows("r", 3));
        long batch = bench.assemble();
        bench.submit();
        cancel(batch);
        Claim claim = bench.collectingSubmitted();
        bench.apply(claim, List.of(bench.outcome(1, 1, COMPLETED, 10), bench.outcome(2, 1, PROVIDER_ERROR, 20)));
        ledger.collection().settleRest(claim, Bench.NOT_RUN);
        ledger.collection().collected(claim);
        assertThat(bench.states(drop)).isEqualTo(Map.of(COMPLETED, 1L, PROVIDER_ERROR, 1L, HELD, 1L));
        clock.pass(Duration.ofHours(1));
        assertThat(ledger.todo().releaseDueRetries(10)).isZero();
        assertThat(bench.states(drop)).isEqualTo(Map.of(COMPLETED, 1L, HELD, 2L));
        assertThat(ledger.todo().nextRetry()).isEmpty();
    }

    @Test
    void aFileThatIsRefusedAfterTheCancelIsNotSentInParts() {
        long drop = bench.drop(bench.recipe, rows("r", 4));
        long batch = bench.assemble();
        Claim claim = bench.creating();
        cancel(batch);
        ledger.refusals().refused(claim, new Refusals.Refusal("bad", "bad", List.of(), 1));
        assertThat(bench.states(drop)).isEqualTo(Map.of(HELD, 4L));
        assertThat(ledger.assembly().parts(9)).isEmpty();
    }

    @Test
    void aBatchThatIsOverStaysAsItIs() {
        bench.drop(row("a", 1, 1));
        long batch = bench.complete();
        assertThat(ledger.cancels().batch(batch, "ann", "late")).contains(BatchState.COLLECTED);
        assertThat(ledger.cancels().batch(99, "ann", "none")).isEmpty();
        assertThat(ledger.events().newest(9)).isEmpty();
    }

    @Test
    void aCancelledDropIsHeldWhereverItIs() {
        long first = bench.drop(bench.recipe, rows("a", 4));
        long own = bench.assemble();
        bench.submit();
        long second = bench.drop(bench.recipe, rows("b", 2));
        assertThat(ledger.cancels().drop(first, "ann")).isEqualTo(new Stopped(List.of(own), List.of()));
        assertThat(ledger.batches().find(own).orElseThrow().cancel()).isTrue();
        holdQueued();
        assertThat(bench.states(first)).isEqualTo(Map.of(SUBMITTED, 4L));
        assertThat(bench.states(second)).isEqualTo(Map.of(QUEUED, 2L));
    }

    @Test
    void whatIsQueuedOfACancelledDropIsHeldAndNeverCut() {
        long drop = bench.drop(bench.recipe, rows("a", 7));
        long other = bench.drop(bench.recipe, rows("b", 2));
        ledger.cancels().drop(drop, "ann");
        assertThat(bench.candidates()).extracting(Assembly.Candidate::dropId).containsOnly(other);
        holdQueued();
        assertThat(bench.states(drop)).isEqualTo(Map.of(HELD, 7L));
        assertThat(bench.states(other)).isEqualTo(Map.of(QUEUED, 2L));
    }

    @Test
    void aBatchThatIsSharedIsCutAnewBeforeItsCreateAndRunsAfterIt() {
        long first = bench.drop(bench.recipe, rows("a", 2));
        long second = bench.drop(bench.recipe, rows("b", 3));
        long batch = bench.assemble();
        assertThat(ledger.cancels().drop(first, "ann")).isEqualTo(new Stopped(List.of(batch), List.of()));
        assertThat(ledger.cancels().giveUp()).containsExactly(new GivenUp(batch, 0, 5));
        holdQueued();
        assertThat(bench.states(first)).isEqualTo(Map.of(HELD, 2L));
        assertThat(bench.states(second)).isEqualTo(Map.of(QUEUED, 3L));

        bench.drop(bench.recipe, rows("c", 1));
        long shared = bench.assemble();
        bench.submit();
        assertThat(ledger.cancels().drop(second, "ann")).isEqualTo(new Stopped(List.of(), List.of(shared)));
        assertThat(ledger.batches().find(shared).orElseThrow().cancel()).isFalse();
        Claim claim = bench.collectingSubmitted();
        ledger.collection().settleRest(claim, Bench.NOT_RUN);
        ledger.collection().collected(claim);
        holdQueued();
        assertThat(bench.states(second)).isEqualTo(Map.of(HELD, 3L));
    }

    @Test
    void aDropThatIsStillReadIsHeldWhenItIsSealed() {
        Drops.Claim reading = bench.arrive();
        bench.append(reading, row("a", 1, 1));
        assertThat(ledger.cancels().drops(bench.task)).containsExactly(reading.dropId());
        ledger.cancels().drop(reading.dropId(), "ann");
        holdQueued();
        ledger.drops().seal(reading);
        assertThat(bench.candidates()).isEmpty();
        holdQueued();
        assertThat(bench.states(reading.dropId())).isEqualTo(Map.of(HELD, 1L));
        assertThat(ledger.cancels().drops(bench.task)).isEmpty();
    }

    @Test
    void aReleaseLetsHeldRecordsGoAgainOnANewAttempt() {
        long drop = bench.drop(bench.recipe, rows("a", 3));
        long batch = bench.assemble();
        cancel(batch);
        ledger.cancels().giveUp();
        assertThat(ledger.cancels().release(new Held(batch, 0, 0, "cancelled"), 2))
                .isEqualTo(2);
        assertThat(ledger.cancels().release(new Held(batch, 0, 0, ""), 2)).isEqualTo(1);
        assertThat(bench.states(drop)).isEqualTo(Map.of(QUEUED, 3L));
        assertThat(bench.candidates()).extracting(Assembly.Candidate::attempt).containsOnly(2);
        bench.complete();
        assertThat(bench.states(drop)).isEqualTo(Map.of(COMPLETED, 3L));
    }

    @Test
    void aCancelledDropIsReleasedOnlyAsADrop() {
        long drop = bench.drop(bench.recipe, rows("a", 3));
        ledger.cancels().drop(drop, "ann");
        holdQueued();
        assertThat(ledger.cancels().release(ANY, 9)).isZero();
        ledger.cancels().resume(drop);
        assertThat(ledger.cancels().release(new Held(0, drop, 0, ""), 9)).isEqualTo(3);
        holdQueued();
        bench.complete();
        assertThat(bench.states(drop)).isEqualTo(Map.of(COMPLETED, 3L));
    }

    @Test
    void aReleaseTakesOnlyWhatWasSelected() {
        long drop = bench.drop(row("a", 1, 1), row("b", 1, 2), row("c", 1, 3));
        ledger.todo().hold(1, "request_too_large", "9 MB");
        ledger.todo().hold(2, "too_few_records", "alone");
        assertThat(ledger.cancels().release(new Held(0, 0, 0, "request_too_large"), 9))
                .isEqualTo(1);
        assertThat(bench.states(drop)).isEqualTo(Map.of(QUEUED, 2L, HELD, 1L));
        assertThat(ledger.cancels().release(new Held(0, 0, bench.task + 1, ""), 9))
                .isZero();
        assertThat(ledger.cancels().release(new Held(0, 0, bench.task, ""), 9)).isEqualTo(1);
    }
}
