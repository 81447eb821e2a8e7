package dev.caravan.ledger;

import static dev.caravan.ledger.Bench.row;
import static dev.caravan.ledger.Bench.rows;
import static dev.caravan.ledger.RecordState.COMPLETED;
import static dev.caravan.ledger.RecordState.PROVIDER_ERROR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.ledger.Batches.Claim;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Claims whose end could not be written, and clocks that jump (rule 44). */
abstract class TroubleContract extends LedgerContract {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    private BatchState state(Claim claim) {
        return ledger.batches().find(claim.batch().id()).orElseThrow().state();
    }

    @Test
    void handsOutAForsakenBatchAgainAndVoidsTheOldClaim() {
        bench.drop(bench.recipe, rows("r", 3));
        bench.assemble();
        Claim first = ledger.batches().claimForSubmit().orElseThrow();
        assertThat(ledger.batches().claimForSubmit()).isEmpty();
        ledger.batches().forsake(first);
        Claim second = ledger.batches().claimForSubmit().orElseThrow();
        assertThat(second.fence()).isEqualTo(first.fence() + 1);
        assertThatThrownBy(() -> ledger.batches().openTry(first)).isInstanceOf(StaleFenceException.class);
        assertThat(ledger.batches().claimForSubmit()).isEmpty();
    }

    @Test
    void doubtsAForsakenCreateInsteadOfSendingItAgain() {
        bench.drop(bench.recipe, rows("r", 3));
        bench.assemble();
        Claim claim = bench.creating();
        ledger.batches().forsake(claim);
        Claim again = ledger.batches().claimForSubmit().orElseThrow();
        assertThat(state(again)).isEqualTo(BatchState.IN_DOUBT);
        assertThat(again.batch().id()).isEqualTo(claim.batch().id());
    }

    @Test
    void leavesABatchAloneThatIsNotHeldByTheForsakenClaimAnyMore() {
        bench.drop(bench.recipe, rows("r", 3));
        bench.assemble();
        Claim first = ledger.batches().claimForSubmit().orElseThrow();
        ledger.batches().release(first, Duration.ZERO, null);
        Claim second = ledger.batches().claimForSubmit().orElseThrow();
        ledger.batches().forsake(first);
        assertThat(ledger.batches().claimForSubmit()).isEmpty();
        ledger.batches().release(second, Duration.ZERO, null);
    }

    @Test
    void handsOutForsakenDropsAndDeliveriesAgain() {
        Drops.Claim reading = bench.arrive();
        ledger.drops().forsake(reading);
        Drops.Claim again = ledger.drops().claimForRead().orElseThrow();
        assertThat(again.dropId()).isEqualTo(reading.dropId());
        bench.append(again, row("a", 1, 1));
        ledger.drops().seal(again);
        bench.complete();

        Publications.Delivery sending = sealedFor("csv");
        ledger.publications().forsake(sending);
        Publications.Delivery second = ledger.publications().claimDelivery().orElseThrow();
        assertThat(second.sends()).isEqualTo(2);
        assertThatThrownBy(() -> ledger.publications().delivered(sending)).isInstanceOf(StaleFenceException.class);
        ledger.publications().delivered(second);
    }

    private Publications.Delivery sealedFor(String sink) {
        var publication = ledger.publications().open(bench.task, 100).orElseThrow();
        ledger.publications().sealed(publication.id(), Bench.content(publication), List.of(sink));
        return ledger.publications().claimDelivery().orElseThrow();
    }

    /** Rule 44: {@code due_at} further away than the longest back-off is due now. */
    @Test
    void asksAgainNowWhatIsDueLaterThanAnyWaitBecauseTheClockWentBackADay() {
        bench.drop(bench.recipe, rows("r", 3));
        bench.assemble();
        Claim waiting = ledger.batches().claimForSubmit().orElseThrow();
        ledger.batches().release(waiting, HOUR, "quota");
        assertThat(ledger.batches().claimForSubmit()).isEmpty();
        clock.pass(DAY.negated());
        assertThat(ledger.batches().claimForSubmit()).isPresent();
    }

    /** Rule 44. */
    @Test
    void keepsABackOffThroughAJumpOfAnHourAndEndsItThen() {
        bench.drop(bench.recipe, rows("r", 3));
        bench.assemble();
        Claim waiting = ledger.batches().claimForSubmit().orElseThrow();
        ledger.batches().release(waiting, HOUR, "quota");
        clock.pass(HOUR.negated());
        assertThat(ledger.batches().claimForSubmit()).isEmpty();
        clock.pass(HOUR.multipliedBy(2));
        assertThat(ledger.batches().claimForSubmit()).isPresent();
    }

    /** Rule 44: somebody noticed that the clock was set back by less than the longest wait. */
    @Test
    void asksAboutEverythingNowWhenTheClockWasSetBack() {
        bench.drop(bench.recipe, rows("r", 3));
        bench.assemble();
        Claim waiting = ledger.batches().claimForSubmit().orElseThrow();
        ledger.batches().release(waiting, HOUR.multipliedBy(2), "quota");
        clock.pass(HOUR.negated());
        assertThat(ledger.batches().claimForSubmit()).isEmpty();
        ledger.todo().allIsDue();
        assertThat(ledger.batches().claimForSubmit()).isPresent();
    }

    /** Rule 44: no wait is so long that it would be taken for a jump, and asked about at every tick. */
    @Test
    void waitsADayAtMost() {
        bench.drop(bench.recipe, rows("r", 3));
        bench.assemble();
        Claim waiting = ledger.batches().claimForSubmit().orElseThrow();
        ledger.batches().release(waiting, DAY.multipliedBy(30), "quota");
        assertThat(ledger.batches().claimForSubmit()).isEmpty();
        clock.pass(DAY);
        assertThat(ledger.batches().claimForSubmit()).isPresent();
    }

    /** Rule 44, for polls of running batches. */
    @Test
    void pollsAfterTheClockWentBackADay() {
        bench.drop(bench.recipe, rows("r", 3));
        bench.assemble();
        bench.submit();
        Claim claim = ledger.batches().claimForPoll(1).get(0);
        ledger.batches().progress(claim, new Batches.Progress("in_progress", 3, 0, 0, null), HOUR);
        clock.pass(DAY.negated());
        assertThat(ledger.batches().claimForPoll(1)).hasSize(1);
    }

    /** Rule 44, for retries of records. */
    @Test
    void sendsRecordsAgainAfterTheClockWentBackADay() {
        bench.drop(bench.recipe, rows("r", 2));
        bench.assemble();
        Claim claim = bench.collecting();
        bench.apply(claim, bench.outcomes(claim, PROVIDER_ERROR));
        ledger.collection().collected(claim);
        assertThat(ledger.todo().releaseDueRetries(10)).isZero();
        clock.pass(DAY.negated());
        assertThat(ledger.todo().releaseDueRetries(1)).isEqualTo(1);
        assertThat(ledger.todo().releaseDueRetries(10)).isEqualTo(1);
        assertThat(ledger.todo().releaseDueRetries(10)).isZero();
    }

    /** Rule 44, for deliveries. */
    @Test
    void deliversAfterTheClockWentBackADay() {
        bench.drop(row("a", 1, 1));
        bench.complete();
        ledger.publications().failed(sealedFor("csv"), "no answer", Duration.ofMinutes(5));
        assertThat(ledger.publications().claimDelivery()).isEmpty();
        clock.pass(DAY.negated());
        ledger.publications().delivered(ledger.publications().claimDelivery().orElseThrow());
        assertThat(bench.states(1)).doesNotContainKey(COMPLETED);
    }
}
