package dev.caravan.ledger;

import static dev.caravan.ledger.Bench.rows;
import static dev.caravan.ledger.RecordState.HELD;
import static dev.caravan.ledger.RecordState.QUEUED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.ledger.Batches.Claim;
import dev.caravan.ledger.Budgets.Cap;
import dev.caravan.ledger.Budgets.Resting;
import dev.caravan.ledger.Budgets.Room;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rule 47: reserved when creating, settled when collected, never more than the cap. Every answer costs 5 here. */
abstract class BudgetsContract extends LedgerContract {
    private int made;

    private long batch(int requests, long micros) {
        return batch(requests, micros, micros);
    }

    private long batch(int requests, long micros, long most) {
        bench.drop(bench.recipe, rows("of-" + ++made + "-", requests));
        long batch = bench.open(bench.recipe);
        var cut = new Assembly.Cut(bench.queued(), "r", 1, "s", new Assembly.Load("m", 1, micros, most));
        assertThat(ledger.assembly().assembled(batch, cut)).isTrue();
        return batch;
    }

    private void cap(long micros, boolean perDay) {
        ledger.budgets().set(bench.task, new Cap(micros, perDay));
    }

    private Room room() {
        return ledger.budgets().room(bench.task).orElseThrow();
    }

    private void home() {
        Claim claim = bench.collectingSubmitted();
        bench.apply(claim, bench.outcomes(claim, RecordState.COMPLETED));
        ledger.collection().collected(claim);
    }

    @Test
    void reservesAtTheCreateAndSettlesWithWhatItCost() {
        cap(100, false);
        batch(3, 60);
        assertThat(room()).isEqualTo(new Room(new Cap(100, false), 0, 0, 60));
        bench.submit();
        assertThat(room()).isEqualTo(new Room(new Cap(100, false), 0, 60, 0));
        Claim claim = bench.collectingSubmitted();
        bench.apply(claim, bench.outcomes(claim, RecordState.COMPLETED).subList(0, 2));
        assertThat(room()).isEqualTo(new Room(new Cap(100, false), 10, 50, 0));
        ledger.collection().settleRest(claim, Bench.NOT_RUN);
        ledger.collection().collected(claim);
        assertThat(room()).isEqualTo(new Room(new Cap(100, false), 10, 0, 0));
    }

    @Test
    void sendsNothingThatIsNotWithinTheCap() {
        cap(100, false);
        batch(2, 60);
        long second = batch(2, 60);
        bench.submit();
        assertThat(ledger.batches().claimForSubmit()).isEmpty();
        home();
        assertThat(ledger.batches().claimForSubmit().orElseThrow().batch().id()).isEqualTo(second);
    }

    /** However many were cut at once, and however much dearer than thought all of them are. */
    @Test
    void overshootsByOneBatchAtMost() {
        cap(100, false);
        batch(10, 30, 50);
        batch(10, 30, 50);
        long third = batch(10, 30, 50);
        assertThat(room().left()).isEqualTo(10);
        bench.submit();
        bench.submit();
        assertThat(room().reserved()).isEqualTo(60);
        assertThat(ledger.batches().claimForSubmit())
                .as("the two may cost 100, though 30 of the budget are not reserved")
                .isEmpty();
        home();
        assertThat(room().spent()).isEqualTo(50);
        assertThat(ledger.batches().claimForSubmit()).isEmpty();
        home();
        assertThat(room().spent()).isEqualTo(100);
        assertThat(ledger.batches().claimForSubmit()).isEmpty();
        assertThat(ledger.budgets().claimTooDear())
                .extracting(claim -> claim.batch().id())
                .containsExactly(third);
    }

    @Test
    void sendsOneAfterTheOtherWhereNothingLimitsTheAnswers() {
        cap(100, false);
        batch(1, 30, Assembly.Load.UNLIMITED);
        long second = batch(1, 30, Assembly.Load.UNLIMITED);
        bench.submit();
        assertThat(ledger.batches().claimForSubmit()).isEmpty();
        home();
        assertThat(ledger.batches().claimForSubmit().orElseThrow().batch().id()).isEqualTo(second);
    }

    @Test
    void looksAgainInTheVeryStepToCreating() {
        long batch = batch(2, 60);
        Claim claim = ledger.batches().claimForSubmit().orElseThrow();
        Batches.Try attempt = ledger.batches().openTry(claim);
        cap(50, false);
        assertThatThrownBy(() -> ledger.batches().creating(claim, attempt))
                .isInstanceOf(NoRoomException.class)
                .hasMessage("Batch " + batch + " waits: of the budget of its task, $0.00, $0.00 are spent and $0.00"
                        + " reserved, and it needs $0.00");
    }

    @Test
    void countsWhatWasPaidTwice() {
        cap(100, false);
        batch(1, 60);
        bench.submit();
        Claim claim = bench.collectingSubmitted();
        bench.apply(claim, bench.outcomes(claim, RecordState.COMPLETED));
        bench.apply(claim, java.util.List.of(bench.outcome(1, 1, RecordState.COMPLETED, 999)));
        ledger.collection().collected(claim);
        assertThat(room().spent()).isEqualTo(10);
    }

    @Test
    void beginsAnewEachDayByTheProvidersClock() {
        cap(100, true);
        batch(2, 60);
        long second = batch(2, 60);
        Claim claim = ledger.batches().claimForSubmit().orElseThrow();
        Batches.Try attempt = ledger.batches().openTry(claim);
        ledger.batches().uploaded(claim, attempt, "f", "Wed, 02 Jan 2030 00:00:01 GMT");
        ledger.batches().creating(claim, attempt);
        ledger.batches().accepted(claim, 1, "job", Duration.ZERO);
        // It counts on the provider's day, not on ours.
        assertThat(room().reserved()).isZero();
        assertThat(ledger.batches().claimForSubmit().orElseThrow().batch().id()).isEqualTo(second);
    }

    @Test
    void goesOnTheNextDay() {
        cap(100, true);
        batch(2, 60);
        batch(2, 60);
        bench.submit();
        assertThat(ledger.batches().claimForSubmit()).isEmpty();
        clock.pass(Duration.ofDays(1));
        assertThat(ledger.batches().claimForSubmit()).isPresent();
    }

    @Test
    void givesBackWhatARefusedOrRevokedBatchHadReserved() {
        cap(100, false);
        batch(2, 60);
        Claim refused = bench.creating();
        ledger.batches().refused(refused, bench.lastTry(refused), "quota", Duration.ZERO);
        assertThat(room()).isEqualTo(new Room(new Cap(100, false), 0, 0, 60));
        ledger.batches().doubt(bench.creating(), "reset", Duration.ZERO);
        assertThat(room().reserved()).isEqualTo(60);
        Claim doubt = ledger.batches().claimForSubmit().orElseThrow();
        ledger.batches().inputGone(doubt, 2);
        ledger.batches().revoked(doubt);
        assertThat(room().reserved()).isZero();
    }

    @Test
    void findsWhatCouldNeverBeSentAnyMore() {
        long batch = batch(2, 60);
        assertThat(ledger.budgets().claimTooDear()).isEmpty();
        cap(50, false);
        assertThat(ledger.budgets().claimTooDear())
                .extracting(claim -> claim.batch().id())
                .containsExactly(batch);
    }

    @Test
    void holdsAndReleasesManyRecordsAtOnceAndNoOthers() {
        cap(1, false);
        long sent = bench.drop(bench.recipe, rows("sent", 2));
        bench.assemble();
        long drop = bench.drop(bench.recipe, rows("r", 5));
        assertThat(ledger.budgets().hold(bench.task, "used up", 3)).isEqualTo(3);
        assertThat(bench.states(drop)).isEqualTo(Map.of(QUEUED, 2L, HELD, 3L));
        assertThat(ledger.budgets().hold(bench.task, "used up", 3)).isEqualTo(2);
        assertThat(bench.states(drop)).isEqualTo(Map.of(HELD, 5L));
        assertThat(bench.states(sent)).isEqualTo(Map.of(RecordState.SUBMITTED, 2L));
        assertThat(ledger.assembly().waiting()).isEmpty();

        assertThat(ledger.budgets().release(bench.task, 100)).isEqualTo(5);
        assertThat(ledger.budgets().release(bench.task, 100)).isZero();
        assertThat(bench.candidates()).extracting(Assembly.Candidate::recordId).containsExactly(3L, 4L, 5L, 6L, 7L);
    }

    @Test
    void leavesOtherHeldRecordsToAPerson() {
        cap(1, false);
        bench.drop(bench.recipe, rows("r", 2));
        ledger.todo().hold(1, "request_too_large", "9 MB");
        ledger.budgets().hold(bench.task, "used up", 10);
        assertThat(ledger.budgets().release(bench.task, 10)).isEqualTo(1);
    }

    /** What a failed attempt cost is still known after its record was held and released. */
    @Test
    void keepsTheEarlierAttemptsOfWhatItHolds() {
        cap(1_000, false);
        batch(1, 10);
        bench.submit();
        Claim claim = bench.collectingSubmitted();
        bench.apply(claim, bench.outcomes(claim, RecordState.PROVIDER_ERROR));
        ledger.collection().collected(claim);
        clock.pass(Duration.ofMinutes(2));
        ledger.todo().releaseDueRetries(10);
        ledger.budgets().hold(bench.task, "used up", 10);
        ledger.budgets().release(bench.task, 10);
        assertThat(room().spent()).isEqualTo(5);
        assertThat(ledger.counts().recount()).isEmpty();
    }

    @Test
    void isAtRestWhenOnlyAnotherDaysBudgetIsWaitedFor() {
        cap(1, true);
        bench.drop(bench.recipe, rows("r", 4));
        assertThat(ledger.counts().settled()).isFalse();
        ledger.budgets().rest(bench.task);
        assertThat(ledger.counts().settled()).isTrue();
        assertThat(ledger.budgets().resting()).containsExactly(new Resting(bench.task, 4));
        clock.pass(Duration.ofDays(1));
        assertThat(ledger.counts().settled()).isFalse();
        assertThat(ledger.budgets().resting()).isEmpty();
    }

    @Test
    void tellsOnceADay() {
        cap(1, true);
        assertThat(ledger.budgets().tell(bench.task)).isTrue();
        crash();
        cap(1, true);
        assertThat(ledger.budgets().tell(bench.task)).isFalse();
        clock.pass(Duration.ofDays(1));
        assertThat(ledger.budgets().tell(bench.task)).isTrue();
    }

    @Test
    void knowsNoBudgetThatIsNotConfiguredAnyMore() {
        cap(1, false);
        batch(1, 10);
        ledger.budgets().set(bench.task, null);
        assertThat(ledger.budgets().room(bench.task)).isEmpty();
        assertThat(ledger.batches().claimForSubmit()).isPresent();
    }
}
