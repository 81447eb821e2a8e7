package dev.caravan.ledger;

import static dev.caravan.ledger.Bench.rows;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.ledger.RunningBatches.Look;
import dev.caravan.ledger.RunningBatches.Running;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Many running batches that a provider's list shows as they were. */
abstract class RunningBatchesContract extends LedgerContract {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private void submitted(int batches) {
        for (int i = 0; i < batches; i++) {
            bench.drop(bench.recipe, rows("of-" + i + "-", 2));
            bench.assemble();
            bench.submit();
        }
    }

    private List<Running> due() {
        return ledger.running().dueBy("sim", clock.instant(), 100);
    }

    private List<Long> claimed() {
        return ledger.batches().claimForPoll(100).stream()
                .map(claim -> claim.batch().id())
                .toList();
    }

    @Test
    void namesTheCredentialOfWhichManyAreDue() {
        submitted(3);
        assertThat(ledger.running().crowded(3, Set.of())).contains("sim");
        assertThat(ledger.running().crowded(3, Set.of("sim"))).isEmpty();
        assertThat(ledger.running().crowded(4, Set.of())).isEmpty();
    }

    @Test
    void putsOffWhatDidNotChangeAndLeavesTheRestDue() {
        submitted(3);
        List<Running> due = due();
        assertThat(due).extracting(Running::providerId).containsExactly("job-1", "job-2", "job-3");
        assertThat(due).extracting(Running::lines).containsOnly(2);
        var looks = List.of(new Look(due.get(0), MINUTE), new Look(due.get(2), MINUTE));
        assertThat(ledger.running().unchanged(looks)).isEqualTo(2);
        assertThat(claimed()).containsExactly(2L);
        assertThat(ledger.batches().find(1).orElseThrow().polls())
                .isEqualTo(due.get(0).polls() + 1);

        clock.pass(MINUTE);
        assertThat(claimed()).containsExactly(1L, 3L);
    }

    @Test
    void putsNothingOffThatWasTakenOrMovedOrCancelledMeanwhile() {
        submitted(3);
        List<Running> due = due();
        Batches.Claim taken = ledger.batches().claimForPoll(1).get(0);
        ledger.batches().requestCancel(2);
        var looks = due.stream().map(batch -> new Look(batch, MINUTE)).toList();
        assertThat(ledger.running().unchanged(looks)).isEqualTo(1);

        ledger.batches().release(taken, Duration.ZERO, null);
        assertThat(ledger.running().unchanged(looks.subList(0, 2))).isZero();
        assertThat(claimed()).containsExactlyInAnyOrder(1L, 2L);
    }

    @Test
    void hasThoseThatAreDueSoonAsWell() {
        submitted(1);
        ledger.running().unchanged(List.of(new Look(due().get(0), MINUTE)));
        assertThat(due()).isEmpty();
        assertThat(ledger.running().dueBy("sim", clock.instant().plus(MINUTE), 100))
                .hasSize(1);
    }
}
