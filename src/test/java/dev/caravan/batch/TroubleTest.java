package dev.caravan.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.ledger.BatchState;
import dev.caravan.ledger.EventKind;
import dev.caravan.ledger.RecordState;
import dev.caravan.model.Limits;
import dev.caravan.provider.Failure;
import dev.caravan.provider.JobStatus;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the stages do with a credential that does not work, by kind of failure; a batch has two requests here. */
class TroubleTest {
    private static final Limits TWO = new Limits(2, 1_000_000, 100_000);

    @TempDir
    Path folder;

    private Rig rig;

    @BeforeEach
    void open() {
        rig = new Rig(folder, TWO);
    }

    @AfterEach
    void close() {
        assertThat(rig.ledger.counts().recount()).isEmpty();
        rig.close();
    }

    private BatchState state(long batch) {
        return rig.ledger.batches().find(batch).orElseThrow().state();
    }

    private static Failure failure(Failure.Kind kind, String code) {
        return new Failure(kind, true, code, "said the provider", null, 0);
    }

    /** Assembles all of so many records, two in each batch. */
    private void assembled(int records) throws IOException {
        rig.drop(records);
        while (rig.assemble.once()) {
            assertThat(rig.in(RecordState.SUBMITTED)).isPositive();
        }
    }

    @Test
    void waitsLongerBeforeEachUploadWhileTheProviderCanNotBeReached() throws IOException {
        assembled(2);
        for (int millis : new int[] {3_750, 7_500, 15_000, 30_000}) {
            BatchInHand batch = rig.submit.claim();
            rig.submit.begin(batch);
            rig.submit.failed(batch, new ConnectException("refused"));
            rig.clock.pass(Duration.ofMillis(millis - 1));
            assertThat(rig.submit.claim()).isNull();
            rig.clock.pass(Duration.ofMillis(1));
        }
        assertThat(rig.submit.claim()).isNotNull();
    }

    @Test
    void stopsAllStagesOfACredentialThatIsRefusedAndGoesOnAfterAProbe() throws IOException {
        assembled(4);
        rig.creatingAgain().getAttempt().accepted("batch_1");
        rig.creatingAgain().getAttempt().failed(failure(Failure.Kind.AUTH, "invalid_api_key"));
        assertThat(state(2)).isEqualTo(BatchState.ASSEMBLED);
        rig.clock.pass(Duration.ofMillis(22_499));
        assertThat(rig.poll.claim()).isEmpty();
        assertThat(rig.submit.claim()).isNull();

        rig.clock.pass(Duration.ofMillis(1));
        BatchInHand probe = rig.poll.claim().get(0);
        assertThat(probe.getId()).isEqualTo(1);
        assertThat(rig.submit.claim()).isNull();
        probe.getPoll().status(Rig.status("completed", 2, 2, 0, Map.of("results", "f")));
        assertThat(rig.submit.claim().getId()).isEqualTo(2);
        assertThat(rig.collect.claim().getId()).isEqualTo(1);
        assertThat(rig.ledger.events().counts())
                .containsOnly(Map.entry(EventKind.CREDENTIAL_STOPPED, 1L), Map.entry(EventKind.CREDENTIAL_BACK, 1L));
    }

    @Test
    void takesOneBatchAsAProbeEvenIfManyAreDue() throws IOException {
        assembled(6);
        for (int i = 1; i <= 3; i++) {
            rig.creatingAgain().getAttempt().accepted("batch_" + i);
        }
        for (int i = 0; i < 2; i++) {
            rig.clock.pass(Duration.ofMinutes(2));
            for (BatchInHand batch : rig.poll.claim()) {
                rig.poll.failed(batch, new SocketException("reset"));
            }
        }
        assertThat(rig.poll.claim()).isEmpty();
        rig.clock.pass(Duration.ofMinutes(2));
        assertThat(rig.poll.claim()).hasSize(1);
        assertThat(rig.poll.claim()).isEmpty();
    }

    /** Rule 4: a rest never ends a doubt, it only makes it last longer. */
    @Test
    void aDoubtIsNotLookedIntoWhileItsCredentialRestsAndStaysADoubt() throws IOException {
        assembled(4);
        BatchInHand lost = rig.creatingAgain();
        rig.submit.failed(lost, new SocketException("reset"));
        BatchInHand search = rig.submit.claim();
        assertThat(search.isInDoubt()).isTrue();
        rig.submit.failed(search, new SocketException("reset"));
        rig.creatingAgain().getAttempt().failed(failure(Failure.Kind.AUTH, "invalid_api_key"));
        rig.clock.pass(Duration.ofSeconds(22));
        assertThat(rig.submit.claim()).isNull();
        assertThat(state(1)).isEqualTo(BatchState.IN_DOUBT);
        rig.clock.pass(Duration.ofSeconds(1));
        assertThat(rig.submit.claim().isInDoubt()).isTrue();
    }

    @Test
    void sendsNothingOfAnAccountWithoutCreditUntilItsWaitIsOver() throws IOException {
        assembled(4);
        rig.creatingAgain().getAttempt().failed(failure(Failure.Kind.QUOTA, "insufficient_quota"));
        assertThat(rig.submit.claim()).isNull();
        rig.clock.pass(Duration.ofMillis(3_750));
        assertThat(rig.submit.claim().getId()).isEqualTo(1);
        assertThat(rig.ledger.events().counts()).isEmpty();
    }

    @Test
    void cutsSmallerBatchesAfterARefusalForTokens() throws IOException {
        rig.close();
        rig = new Rig(folder.resolve("large"));
        rig.submitted(100);
        var full = failure(Failure.Kind.QUOTA, "token_limit_exceeded");
        rig.collect.finish(rig.ended(new JobStatus("batch_1", "failed", true, 0, 0, 0, Map.of(), full)));
        assertThat(state(1)).isEqualTo(BatchState.DISSOLVED);
        int batches = 0;
        while (rig.assemble.once()) {
            batches++;
        }
        assertThat(batches).isBetween(8, 9);
        assertThat(rig.ledger.events().counts()).containsOnly(Map.entry(EventKind.QUOTA_LEARNT, 1L));
        rig.clock.pass(Duration.ofMinutes(1));
        int sent = 0;
        for (BatchInHand next = rig.submit.claim(); next != null; next = rig.submit.claim()) {
            rig.submit.begin(next);
            next.getAttempt().uploaded("f" + sent, null);
            rig.submit.creating(next);
            next.getAttempt().accepted("again_" + sent);
            sent++;
        }
        assertThat(sent).isEqualTo(4);
    }
}
