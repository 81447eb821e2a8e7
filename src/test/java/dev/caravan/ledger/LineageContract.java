package dev.caravan.ledger;

import static dev.caravan.ledger.Bench.rows;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.ledger.Batches.Claim;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rules 18 and 19: who a ledger is, and what becomes of it when it was copied or went back in time. */
abstract class LineageContract extends LedgerContract {

    private BatchState state(long batch) {
        return ledger.batches().find(batch).orElseThrow().state();
    }

    @Test
    void raisesItsIncarnationAtEachStartAndKeepsNameAndEpoch() {
        Lineage.Identity first = ledger.lineage().identity();
        crash();
        assertThat(ledger.lineage().identity())
                .isEqualTo(new Lineage.Identity(first.name(), 1, first.incarnation() + 1));
        ledger.lineage().incarnationFrom(40);
        ledger.lineage().incarnationFrom(7);
        assertThat(ledger.lineage().identity().incarnation()).isEqualTo(40);
        crash();
        assertThat(ledger.lineage().identity().incarnation()).isEqualTo(41);
    }

    @Test
    void isEmptyUntilTheFirstDrop() {
        assertThat(ledger.lineage().isEmpty()).isTrue();
        bench.arrive();
        assertThat(ledger.lineage().isEmpty()).isFalse();
    }

    @Test
    void leavesWhatIsUnderWayToTheOriginalWhenItIsForked() {
        long first = bench.drop(bench.recipe, rows("a", 3));
        long collected = bench.complete();
        long second = bench.drop(bench.recipe, rows("b", 3));
        long half = bench.assemble();
        Claim claim = bench.collecting();
        bench.apply(claim, List.of(bench.outcome(4, 1, RecordState.COMPLETED, 7)));
        long third = bench.drop(bench.recipe, rows("c", 2));
        long submitted = bench.assemble();
        bench.submit();
        long fourth = bench.drop(bench.recipe, rows("d", 2));
        long assembled = bench.assemble();
        long fifth = bench.drop(bench.recipe, rows("e", 1));
        String before = ledger.lineage().identity().name();

        assertThat(ledger.lineage().fork()).isEqualTo(3);

        assertThat(ledger.lineage().identity().name()).isNotEqualTo(before).matches("[a-z0-9]{6}");
        assertThat(ledger.instance())
                .isEqualTo(ledger.lineage().identity().name() + "1")
                .doesNotStartWith(before);
        assertThat(List.of(state(collected), state(half), state(submitted), state(assembled)))
                .containsExactly(BatchState.COLLECTED, BatchState.LOST, BatchState.LOST, BatchState.LOST);
        assertThat(bench.states(first)).isEqualTo(Map.of(RecordState.COMPLETED, 3L));
        assertThat(bench.states(second)).isEqualTo(Map.of(RecordState.COMPLETED, 1L, RecordState.HELD, 2L));
        assertThat(bench.states(third)).isEqualTo(Map.of(RecordState.HELD, 2L));
        assertThat(bench.states(fourth)).isEqualTo(Map.of(RecordState.HELD, 2L));
        assertThat(bench.states(fifth)).isEqualTo(Map.of(RecordState.QUEUED, 1L));
        assertThat(ledger.batches().claimForSubmit()).isEmpty();
        assertThat(ledger.batches().claimForPoll(10)).isEmpty();
        assertThat(ledger.batches().claimForCollect()).isEmpty();
        assertThat(ledger.publications().open(bench.task, 100).orElseThrow().records())
                .isEqualTo(4);
        bench.assemble();
        assertThat(ledger.batches()
                        .openTry(ledger.batches().claimForSubmit().orElseThrow())
                        .token())
                .startsWith(ledger.instance() + "-");
    }
}
