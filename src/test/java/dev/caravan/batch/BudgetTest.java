package dev.caravan.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.ledger.BatchState;
import dev.caravan.ledger.Budgets.Room;
import dev.caravan.ledger.EventKind;
import dev.caravan.ledger.Events;
import dev.caravan.ledger.RecordState;
import dev.caravan.model.Price;
import dev.caravan.provider.Failure;
import dev.caravan.task.Task;
import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rule 47: reserved before the create, settled when the results are home. A request is estimated at 144 tokens, $0.144. */
class BudgetTest {
    private static final Price DEAR = new Price(1_000, 1_000, 0);
    private static final long ONE = 144_000;

    @TempDir
    Path folder;

    private Rig rig;

    @AfterEach
    void close() {
        assertThat(rig.ledger.counts().recount()).isEmpty();
        rig.close();
    }

    private void open(double dollars, boolean perDay) {
        rig = new Rig(folder, DEAR, new Task.Budget(Math.round(dollars * 1_000_000), perDay));
    }

    private Room room() {
        return rig.ledger.budgets().room(1).orElseThrow();
    }

    private int size(long batch) {
        return rig.ledger.batches().find(batch).orElseThrow().members().size();
    }

    /** Brings the batch that was sent home with an answer for each of these records, $0.007 each. */
    private void home(BatchInHand sent, int first, int last) throws IOException {
        rig.clock.pass(Duration.ofSeconds(2));
        BatchInHand batch = rig.poll.claim().get(0);
        assertThat(batch.getId()).isEqualTo(sent.getId());
        int count = last - first + 1;
        batch.getPoll().status(Rig.status("completed", count, count, 0, Map.of("results", "f" + first)));
        StringBuilder lines = new StringBuilder();
        for (int i = first; i <= last; i++) {
            lines.append(rig.good(i, 1));
        }
        rig.bringHome(rig.collect.claim(), Map.of("results", lines.toString()));
    }

    private BatchInHand send(String id) {
        BatchInHand batch = rig.creatingAgain();
        batch.getAttempt().accepted(id);
        return batch;
    }

    @Test
    void cutsAndReservesNoMoreThanTheBudgetAndGoesOnWithWhatWasNotSpent() throws IOException {
        open(1, false);
        rig.drop(20);
        assertThat(rig.assemble.once()).isTrue();
        assertThat(size(1)).isEqualTo(6);
        assertThat(room().assembled()).isEqualTo(6 * ONE);
        assertThat(rig.assemble.once()).isFalse();
        BatchInHand first = send("batch_1");
        assertThat(room().reserved()).isEqualTo(6 * ONE);
        assertThat(rig.in(RecordState.QUEUED)).isEqualTo(14);

        home(first, 1, 6);
        assertThat(room().reserved()).isZero();
        assertThat(room().spent()).isEqualTo(42_000);
        assertThat(rig.assemble.once()).isTrue();
        assertThat(size(rig.submit.claim().getId())).isEqualTo(6);
    }

    @Test
    void holdsWhatIsLeftWhenATotalBudgetIsUsedUpAndTellsOnce() throws IOException {
        open(0.15, false);
        rig.drop(5);
        assertThat(rig.assemble.once()).isTrue();
        home(send("batch_1"), 1, 1);
        for (int i = 0; i < 3; i++) {
            assertThat(rig.assemble.once()).isFalse();
        }
        assertThat(rig.in(RecordState.HELD)).isEqualTo(4);
        assertThat(rig.in(RecordState.QUEUED)).isZero();
        assertThat(rig.ledger.events().of("task moods", 9))
                .extracting(Events.Event::kind)
                .containsExactly(EventKind.BUDGET_REACHED);
        assertThat(rig.ledger.events().of("task moods", 9).get(0).body())
                .isEqualTo(
                        "Its budget of $0.15 is reached: $0.01 spent, $0.00 reserved for open batches. What is left is"
                                + " held (code budget) until you raise the budget in task.yaml and reload.");
    }

    @Test
    void goesOnWithWhatIsHeldAfterTheBudgetWasRaised() throws IOException {
        open(0.1, false);
        rig.drop(5);
        assertThat(rig.assemble.once()).isFalse();
        assertThat(rig.in(RecordState.HELD)).isEqualTo(5);
        rig.close();
        open(10, false);
        assertThat(rig.in(RecordState.QUEUED)).isEqualTo(5);
        assertThat(rig.assemble.once()).isTrue();
        assertThat(rig.ledger.batches().find(2).orElseThrow().members().size()).isEqualTo(5);
    }

    @Test
    void waitsForTheNextDayAndIsAtRestUntilThen() throws IOException {
        open(0.15, true);
        rig.drop(3);
        assertThat(rig.assemble.once()).isTrue();
        BatchInHand first = send("batch_1");
        assertThat(rig.assemble.once()).isFalse();
        assertThat(rig.ledger.budgets().resting()).isEmpty();
        home(first, 1, 1);
        assertThat(rig.assemble.once()).isFalse();
        assertThat(rig.in(RecordState.QUEUED)).isEqualTo(2);
        assertThat(rig.ledger.budgets().resting())
                .singleElement()
                .satisfies(resting -> assertThat(resting.records()).isEqualTo(2));

        rig.clock.pass(Duration.ofDays(1));
        assertThat(rig.ledger.budgets().resting()).isEmpty();
        assertThat(rig.assemble.once()).isTrue();
        assertThat(rig.ledger.events().of("task moods", 9)).hasSize(1);
    }

    /** Rule 47: what its provider proved to refuse costs nothing. */
    @Test
    void givesBackWhatWasReservedForARefusedBatch() throws IOException {
        open(1, false);
        BatchInHand batch = rig.creating(3);
        assertThat(room().reserved()).isEqualTo(3 * ONE);
        batch.getAttempt().failed(new Failure(Failure.Kind.INVALID_REQUEST, true, "bad", "no", null, 0));
        assertThat(room().reserved()).isZero();
        assertThat(room().spent()).isZero();
    }

    /** Rule 47: a doubt may have been accepted, so it stays reserved. */
    @Test
    void keepsTheReservationOfADoubt() throws IOException {
        open(1, false);
        rig.submit.failed(rig.creating(3), new SocketException("reset"));
        assertThat(rig.ledger.batches().find(1).orElseThrow().state()).isEqualTo(BatchState.IN_DOUBT);
        assertThat(room().reserved()).isEqualTo(3 * ONE);
    }

    @Test
    void cutsAnewWhatIsDearerThanASmallerBudget() throws IOException {
        open(1, false);
        rig.drop(6);
        rig.assemble.once();
        rig.close();
        open(0.5, false);
        assertThat(rig.assemble.once()).isTrue();
        assertThat(rig.ledger.batches().find(1).orElseThrow().state()).isEqualTo(BatchState.DISSOLVED);
        assertThat(size(2)).isEqualTo(3);
        assertThat(rig.submit.claim().getId()).isEqualTo(2);
    }
}
