package dev.caravan.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.ledger.BatchState;
import dev.caravan.ledger.Members;
import dev.caravan.ledger.RecordState;
import dev.caravan.model.Limits;
import dev.caravan.provider.Failure;
import dev.caravan.provider.JobStatus;
import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One bad record costs one record: what becomes of a file that its provider refuses whole. */
class RefusedFilesTest {
    private static final Failure UNNAMED =
            new Failure(Failure.Kind.INVALID_REQUEST, true, "invalid_file", "no such thing", null, 0);

    @TempDir
    Path folder;

    private Rig rig;

    @AfterEach
    void close() {
        assertThat(rig.ledger.counts().recount()).isEmpty();
        rig.close();
    }

    /** Sends everything that waits, to a provider that takes no file with this record in it; returns the sizes it took. */
    private List<Integer> sendAll(long bad) throws IOException {
        List<Integer> taken = new ArrayList<>();
        while (rig.assemble.once()) {
            BatchInHand batch = rig.creatingAgain();
            if (holds(batch.batch().members(), bad)) {
                batch.getAttempt().failed(UNNAMED);
            } else {
                batch.getAttempt().accepted("batch_" + batch.getId());
                taken.add(batch.batch().members().size());
            }
        }
        return taken;
    }

    private static boolean holds(Members members, long record) {
        return members.runs().stream().anyMatch(run -> record >= run.firstId() && record < run.endId());
    }

    @Test
    void isHalvedUntilTheRecordAtFaultIsAlone() throws IOException {
        rig = new Rig(folder);
        rig.creating(10).getAttempt().failed(UNNAMED);
        assertThat(sendAll(7).stream().mapToInt(Integer::intValue).sum()).isEqualTo(9);
        assertThat(rig.in(RecordState.PROVIDER_ERROR)).isEqualTo(1);
        assertThat(rig.in(RecordState.SUBMITTED)).isEqualTo(9);
    }

    @Test
    void goesAgainWithoutTheLinesThatTheProviderNames() throws IOException {
        rig = new Rig(folder);
        rig.creating(10)
                .getAttempt()
                .failed(new Failure(
                        Failure.Kind.INVALID_REQUEST,
                        true,
                        "invalid_file",
                        "two lines are bad",
                        null,
                        List.of(new Failure.Line(2, "bad", "two"), new Failure.Line(9, "bad", "nine"))));
        assertThat(sendAll(0)).containsExactly(8);
        assertThat(rig.in(RecordState.PROVIDER_ERROR)).isEqualTo(2);
    }

    @Test
    void goesAgainWithoutALineThatIsRefusedAtTheUpload() throws IOException {
        rig = new Rig(folder);
        rig.drop(3);
        rig.assemble.once();
        BatchInHand batch = rig.submit.claim();
        rig.submit.begin(batch);
        batch.getAttempt().failed(new Failure(Failure.Kind.INVALID_REQUEST, true, "bad", "line 3", null, 3));
        assertThat(batch.getAttempt().goesOn()).isFalse();
        assertThat(sendAll(0)).containsExactly(2);
        assertThat(rig.in(RecordState.PROVIDER_ERROR)).isEqualTo(1);
    }

    @Test
    void anUploadThatIsRefusedWithoutALineMayBeTheFaultOfTheAccountAndWaits() throws IOException {
        rig = new Rig(folder);
        rig.drop(3);
        rig.assemble.once();
        BatchInHand batch = rig.submit.claim();
        rig.submit.begin(batch);
        batch.getAttempt().failed(UNNAMED);
        assertThat(rig.ledger.batches().find(1).orElseThrow().state()).isEqualTo(BatchState.ASSEMBLED);
    }

    @Test
    void isHalvedTooWhenItsBatchFailsAfterTheCreateWithoutAResult() throws IOException {
        rig = new Rig(folder);
        rig.submitted(4);
        rig.collect.finish(rig.ended(failed(0)));
        assertThat(rig.ledger.batches().find(1).orElseThrow().state()).isEqualTo(BatchState.DISSOLVED);
        assertThat(sendAll(3)).containsExactly(1, 1, 1);
        assertThat(rig.in(RecordState.PROVIDER_ERROR)).isEqualTo(1);
    }

    /** Where inputs are loaded after the create, a create that comes late becomes a batch that fails for want of one. */
    @Test
    void goesAgainWholeWhenItsCreateCameAfterItsInputWasDeleted() throws IOException {
        rig = new Rig(folder, new Limits(10, 1_000_000, 100_000, 4, Limits.ANY));
        rig.submit.failed(rig.creating(4), new SocketException("Connection reset"));
        BatchInHand first = rig.submit.claim();
        String token = rig.ledger.batches().tries(1).get(0).token();
        first.getSearch().completeNegative();
        first.getSearch().toRevoke().forEach(first.getSearch()::gone);
        rig.submit.searched(first);
        rig.clock.pass(Rig.GRACE);
        BatchInHand last = rig.submit.claim();
        last.getSearch().found("batch_1", token, null);
        rig.submit.searched(last);

        rig.collect.finish(rig.ended(failed(0)));
        assertThat(rig.ledger.batches().find(1).orElseThrow().state()).isEqualTo(BatchState.COLLECTED);
        assertThat(sendAll(0)).containsExactly(4);
        assertThat(rig.in(RecordState.SUBMITTED)).isEqualTo(4);
    }

    /** What ran was paid: such a batch is not sent again as a whole or in parts. */
    @Test
    void isNotHalvedWhenSomethingOfItRan() throws IOException {
        rig = new Rig(folder);
        rig.submitted(4);
        rig.collect.finish(rig.ended(failed(2)));
        assertThat(rig.ledger.batches().find(1).orElseThrow().state()).isEqualTo(BatchState.COLLECTED);
        assertThat(rig.assemble.once()).isFalse();
        assertThat(rig.in(RecordState.PROVIDER_ERROR)).isEqualTo(4);
    }

    @Test
    void isHeldWhereTheProviderTakesNoSmallerFiles() throws IOException {
        rig = new Rig(folder, new Limits(10, 1_000_000, 100_000, 4, Limits.ANY));
        rig.creating(7).getAttempt().failed(UNNAMED);
        assertThat(rig.assemble.once()).isFalse();
        assertThat(rig.in(RecordState.HELD)).isEqualTo(7);
    }

    private static JobStatus failed(int completed) {
        return new JobStatus("batch_1", "failed", true, 4, completed, 0, Map.of(), UNNAMED);
    }

    @Test
    void waitsForNobody() throws IOException {
        rig = new Rig(folder);
        rig.creating(4).getAttempt().failed(UNNAMED);
        rig.clock.pass(Duration.ZERO);
        rig.drop(2);
        assertThat(rig.assemble.once()).isTrue();
        assertThat(rig.ledger.batches().find(2).orElseThrow().members().size()).isEqualTo(1);
    }
}
