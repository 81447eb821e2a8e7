package dev.caravan.ledger;

import static dev.caravan.ledger.Bench.row;
import static dev.caravan.ledger.Bench.rows;
import static dev.caravan.ledger.RecordState.COMPLETED;
import static dev.caravan.ledger.RecordState.QUEUED;
import static dev.caravan.ledger.RecordState.SUBMITTED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.ledger.Batches.Claim;
import dev.caravan.ledger.Deadlines.Then;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Batches that are late: marked once, and what they did not run waits for another recipe. */
abstract class DeadlinesContract extends LedgerContract {

    @Test
    void aBatchWaitsSinceItsOldestMemberWasQueued() {
        bench.drop(row("a", 1, 1));
        var first = clock.instant();
        clock.pass(Duration.ofHours(1));
        bench.drop(row("b", 1, 1));
        long batch = bench.assemble();
        assertThat(ledger.batches().find(batch).orElseThrow().lateness())
                .isEqualTo(new Batches.Lateness(first, false, false));
        assertThat(ledger.deadlines().passed(batch, "late", Then.WAIT, 0)).isTrue();
        assertThat(ledger.deadlines().passed(batch, "late", Then.MOVE, 1)).isFalse();
        assertThat(ledger.batches().find(batch).orElseThrow().lateness())
                .isEqualTo(new Batches.Lateness(first, true, false));
        assertThat(ledger.events().counts()).isEqualTo(Map.of(EventKind.DEADLINE_PASSED, 1L));
    }

    @Test
    void whatIsQueuedAgainWaitsSinceThen() {
        bench.drop(row("a", 1, 1));
        long batch = bench.assemble();
        clock.pass(Duration.ofHours(9));
        ledger.cancels().batch(batch, "ann", "no");
        ledger.cancels().giveUp();
        ledger.cancels().release(new Cancels.Held(batch, 0, 0, ""), 9);
        assertThat(ledger.batches()
                        .find(bench.assemble())
                        .orElseThrow()
                        .lateness()
                        .since())
                .isEqualTo(clock.instant());
    }

    /** Rules 20 and 21: the answer belongs to the batch that is over, so it is surplus and moves nothing. */
    @Test
    void aResultThatComesAfterItsRecordWasMovedIsSurplus() {
        long drop = bench.drop(bench.recipe, rows("r", 2));
        long batch = bench.assemble();
        bench.submit();
        int other = ledger.recipes().bind(new Recipes.NewRecipe(bench.task, 1, 1, "hash1", "other/slow", "{}"));
        ledger.deadlines().passed(batch, "late", Then.MOVE, other);
        Claim claim = bench.collectingSubmitted();
        bench.apply(claim, List.of(bench.outcome(1, 1, COMPLETED, 10)));
        assertThat(ledger.collection().settleRest(claim, Bench.NOT_RUN)).isEqualTo(1);
        assertThat(bench.apply(claim, List.of(bench.outcome(2, 1, COMPLETED, 20))))
                .isEqualTo(new Collection.Moved(0, 1));
        assertThat(ledger.assembly().parts(9)).isEmpty();
        ledger.collection().collected(claim);

        assertThat(ledger.assembly().waiting()).isEmpty();
        Assembly.Part part = ledger.assembly().parts(9).get(0);
        assertThat(part.recipeId()).isEqualTo(other);
        assertThat(part.records()).isEqualTo(1);
        assertThat(bench.states(drop)).isEqualTo(Map.of(COMPLETED, 1L, QUEUED, 1L));
        crash();
        bench.assemble(ledger.assembly().parts(9).get(0));
        assertThat(bench.states(drop)).isEqualTo(Map.of(COMPLETED, 1L, SUBMITTED, 1L));
    }

    @Test
    void aBatchThatWasNotCreatedIsNotSentButMoved() {
        long drop = bench.drop(bench.recipe, rows("r", 3));
        long batch = bench.assemble();
        int other = ledger.recipes().bind(new Recipes.NewRecipe(bench.task, 1, 1, "hash1", "other/slow", "{}"));
        ledger.deadlines().passed(batch, "late", Then.MOVE, other);
        assertThat(ledger.batches().claimForSubmit()).isEmpty();
        assertThat(ledger.cancels().giveUp()).containsExactly(new Cancels.GivenUp(batch, 0, 3));
        assertThat(ledger.assembly().parts(9))
                .extracting(Assembly.Part::records)
                .containsExactly(3);
        assertThat(bench.states(drop)).isEqualTo(Map.of(QUEUED, 3L));
    }
}
