package dev.caravan.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.ledger.RecordState;
import dev.caravan.provider.JobStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeadlineTest {
    private static final String NEXT_DAY = "Sun, 22 Nov 2026 03:00:00 GMT";
    private static final String SAME_DAY = "Sat, 21 Nov 2026 04:00:00 GMT";

    @TempDir
    Path folder;

    private Rig rig;

    @BeforeEach
    void open() {
        rig = new Rig(folder);
    }

    @AfterEach
    void close() {
        assertThat(rig.ledger.counts().recount()).isEmpty();
        rig.close();
    }

    private BatchInHand look(String providerTime, String state) {
        BatchInHand batch = rig.poll.claim().get(0);
        batch.getPoll().providerTime(providerTime);
        batch.getPoll().status(new JobStatus("batch_1", state, false, 2, 1, 0, Map.of(), null));
        return batch;
    }

    @Test
    void aBatchThatIsTooOldIsCancelledAndTheRestGoesAgain() throws IOException {
        rig.submitted(2);
        rig.clock.pass(Rig.MAX_AGE);
        assertThat(look(NEXT_DAY, "in_progress").isCancelRequested()).isFalse();
        assertThat(look(NEXT_DAY, "cancelling").isCancelRequested()).isTrue();

        rig.clock.pass(Duration.ofMinutes(1));
        BatchInHand batch = rig.ended(Rig.status("cancelled", 2, 1, 0, Map.of("results", "f1")));
        rig.bringHome(batch, Map.of("results", rig.good(1, 1)));
        assertThat(rig.in(RecordState.COMPLETED)).isEqualTo(1);
        assertThat(rig.in(RecordState.QUEUED)).isEqualTo(1);
    }

    @Test
    void aClockOfOursThatJumpedAheadCancelsNothing() throws IOException {
        rig.submitted(2);
        rig.clock.pass(Rig.MAX_AGE.multipliedBy(2));
        look(SAME_DAY, "in_progress");
        rig.clock.pass(Duration.ofMinutes(2));
        assertThat(look(null, "in_progress").isCancelRequested()).isFalse();
        rig.clock.pass(Duration.ofMinutes(2));
        assertThat(look(SAME_DAY, "in_progress").isCancelRequested()).isFalse();
    }

    @Test
    void aProvidersClockThatIsAheadCancelsNothing() throws IOException {
        rig.submitted(2);
        rig.clock.pass(Duration.ofHours(1));
        look(NEXT_DAY, "in_progress");
        rig.clock.pass(Duration.ofMinutes(2));
        assertThat(look(NEXT_DAY, "in_progress").isCancelRequested()).isFalse();
    }

    @Test
    void aCancelThatSomebodyWantedHoldsTheRestAlsoWhenTheBatchIsTooOld() throws IOException {
        rig.submitted(2);
        rig.clock.pass(Rig.MAX_AGE);
        look(NEXT_DAY, "in_progress");
        rig.ledger.batches().requestCancel(1);
        BatchInHand batch = rig.ended(Rig.status("cancelled", 2, 1, 0, Map.of("results", "f1")));
        rig.bringHome(batch, Map.of("results", rig.good(1, 1)));
        assertThat(rig.in(RecordState.HELD)).isEqualTo(1);
    }
}
