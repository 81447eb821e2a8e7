package dev.caravan.ledger;

import static dev.caravan.ledger.Bench.rows;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.ledger.Budgets.Cap;
import dev.caravan.ledger.RealTimeCosts.Abandoned;
import dev.caravan.ledger.RealTimeCosts.Calls;
import dev.caravan.ledger.RealTimeCosts.Day;
import dev.caravan.ledger.RealTimeCosts.Hold;
import dev.caravan.ledger.RealTimeCosts.NoRoom;
import dev.caravan.ledger.RealTimeCosts.Plan;
import dev.caravan.ledger.RealTimeCosts.Reserved;
import java.time.Duration;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

/** Real-time calls against the budget of their task, which they share with batches. */
abstract class RealTimeCostsContract extends LedgerContract {
    private RealTimeCosts costs() {
        return ledger.realTimeCosts();
    }

    private Plan plan(long most) {
        return new Plan(bench.task, "cred", "m", most);
    }

    private Hold hold(long most) {
        return ((Reserved) costs().reserve(plan(most))).hold();
    }

    private Calls calls(long micros) {
        return new Calls(bench.task, "cred", "m", 1, 7, 3, micros);
    }

    private void cap(long micros, boolean perDay) {
        ledger.budgets().set(bench.task, new Cap(micros, perDay));
    }

    private long left() {
        return ledger.budgets().room(bench.task).orElseThrow().left();
    }

    private Day only() {
        assertThat(costs().since(LocalDate.EPOCH)).hasSize(1);
        return costs().since(LocalDate.EPOCH).get(0);
    }

    @Test
    void setsAsideTheMostAndSettlesWithWhatItCost() {
        cap(100, false);
        Hold one = hold(60);
        assertThat(left()).isEqualTo(40);
        assertThat(costs().reserve(plan(41))).isEqualTo(new NoRoom(false, true));
        costs().answered(one, calls(8));
        assertThat(left()).isEqualTo(92);
        Hold other = hold(92);
        costs().free(other);
        assertThat(left()).isEqualTo(92);
        assertThat(costs().reserve(plan(93))).isEqualTo(new NoRoom(false, false));
        assertThat(only().calls()).isEqualTo(calls(8));
        assertThat(only().unknown()).isZero();
    }

    @Test
    void countsWhatNobodyKnowsWithTheMostThatItMayCost() {
        cap(100, true);
        costs().unknown(hold(30));
        costs().answered(hold(20), calls(5));
        costs().unknown(hold(10));
        assertThat(left()).isEqualTo(55);
        assertThat(only().calls()).isEqualTo(calls(5));
        assertThat(only().unknown()).isEqualTo(2);
        assertThat(only().microsUnknown()).isEqualTo(40);
        clock.pass(Duration.ofDays(1));
        assertThat(left()).isEqualTo(100);
        assertThat(costs().reserve(plan(101))).isEqualTo(new NoRoom(true, false));
    }

    @Test
    void knowsAfterAKillWhichCallsWereUnderWayAndTellsOnce() {
        cap(100, false);
        hold(30);
        hold(20);
        costs().free(hold(5));
        crash();
        assertThat(left()).isEqualTo(50);
        assertThat(costs().abandoned())
                .containsExactly(new Abandoned(ledger.recipes().taskName(bench.task), 2, 50));
        assertThat(costs().abandoned()).isEmpty();
        crash();
        assertThat(costs().abandoned()).isEmpty();
        assertThat(left()).isEqualTo(50);
        assertThat(only().unknown()).isEqualTo(2);
        assertThat(only().calls().calls()).isZero();
    }

    @Test
    void noBatchTakesWhatIsSetAsideForACall() {
        cap(100, false);
        bench.drop(bench.recipe, rows("r-", 3));
        long batch = bench.open(bench.recipe);
        Hold call = hold(50);
        assertThat(ledger.assembly()
                        .assembled(
                                batch,
                                new Assembly.Cut(bench.queued(), "r", 1, "s", new Assembly.Load("m", 1, 60, 60))))
                .isTrue();
        assertThat(ledger.batches().claimForSubmit()).isEmpty();
        costs().free(call);
        assertThat(ledger.batches().claimForSubmit()).isPresent();
    }

    @Test
    void withoutABudgetNothingIsRefusedAndEverythingCounted() {
        Hold first = hold(1_000_000_000_000L);
        costs().answered(first, calls(9));
        assertThat(only().calls()).isEqualTo(calls(9));
        cap(9, false);
        assertThat(costs().reserve(plan(0))).isEqualTo(new NoRoom(false, false));
    }
}
