package dev.caravan.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.ledger.BatchState;
import dev.caravan.ledger.Batches;
import dev.caravan.ledger.TryState;
import dev.caravan.provider.Failure;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubmitTest {
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

    @Test
    void aResetAfterTheCreateIsADoubtAndNeverASecondCreate() throws IOException {
        BatchInHand batch = rig.creating(2);
        rig.submit.failed(batch, new SocketException("Connection reset"));
        assertThat(state()).isEqualTo(BatchState.IN_DOUBT);
        BatchInHand next = rig.submit.claim();
        assertThat(next.isInDoubt()).isTrue();
        assertThat(next.getSearch().tokens()).containsExactly(batch.getAttempt().token());
    }

    @Test
    void aCreateThatCouldNotEvenConnectIsSentAgainLater() throws IOException {
        BatchInHand batch = rig.creating(2);
        rig.submit.failed(batch, new ConnectException("Connection refused"));
        assertThat(state()).isEqualTo(BatchState.ASSEMBLED);
        assertThat(tries()).extracting(Batches.Try::state).containsExactly(TryState.REFUSED);
        assertThat(rig.submit.claim()).isNull();
        rig.clock.pass(Duration.ofMinutes(1));
        assertThat(rig.creatingAgain().getAttempt().token()).endsWith("-1-2");
    }

    @Test
    void aRefusalByQuotaWaitsAsLongAsTheProviderAsks() throws IOException {
        BatchInHand batch = rig.creating(2);
        batch.getAttempt()
                .failed(new Failure(Failure.Kind.TRANSIENT, true, "rate_limit", "slow", Duration.ofMinutes(20), 0));
        assertThat(state()).isEqualTo(BatchState.ASSEMBLED);
        rig.clock.pass(Duration.ofMinutes(19));
        assertThat(rig.submit.claim()).isNull();
        rig.clock.pass(Duration.ofMinutes(1));
        assertThat(rig.submit.claim()).isNotNull();
    }

    @Test
    void a500OnCreateIsNoProof() throws IOException {
        BatchInHand batch = rig.creating(2);
        batch.getAttempt().failed(new Failure(Failure.Kind.TRANSIENT, false, "http_500", "oops", null, 0));
        assertThat(state()).isEqualTo(BatchState.IN_DOUBT);
    }

    @Test
    void aFailedUploadNeedsNoSearch() throws IOException {
        rig.drop(2);
        rig.assemble.once();
        BatchInHand batch = rig.submit.claim();
        rig.submit.begin(batch);
        rig.submit.failed(batch, new SocketException("Broken pipe"));
        assertThat(state()).isEqualTo(BatchState.ASSEMBLED);
        assertThat(tries()).extracting(Batches.Try::state).containsExactly(TryState.OPEN);
    }

    @Test
    void anInputThatIsNotProcessedYetIsUsedLaterAndNotUploadedAgain() throws IOException {
        rig.drop(2);
        rig.assemble.once();
        BatchInHand batch = rig.submit.claim();
        rig.submit.begin(batch);
        batch.getAttempt().uploaded("file-1", "Sat, 21 Nov 2026 03:00:00 GMT");
        batch.getAttempt().notYet(Duration.ofSeconds(10), "pending");
        assertThat(batch.getAttempt().goesOn()).isFalse();
        assertThat(rig.submit.claim()).isNull();

        rig.clock.pass(Duration.ofSeconds(10));
        BatchInHand later = rig.submit.claim();
        rig.submit.begin(later);
        assertThat(later.getAttempt().hasInput()).isTrue();
        assertThat(later.getAttempt().fileId()).isEqualTo("file-1");
        rig.submit.creating(later);
        later.getAttempt().accepted("batch_1");
        assertThat(tries()).extracting(Batches.Try::state).containsExactly(TryState.ACCEPTED);
    }

    @Test
    void anInputThatTheProviderCouldNotReadIsUploadedAgain() throws IOException {
        rig.drop(2);
        rig.assemble.once();
        BatchInHand batch = rig.submit.claim();
        rig.submit.begin(batch);
        batch.getAttempt().uploaded("file-1", null);
        batch.getAttempt().failed(new Failure(Failure.Kind.TRANSIENT, true, "file_error", "bad encoding", null, 0));
        rig.clock.pass(Duration.ofMinutes(1));
        BatchInHand later = rig.submit.claim();
        rig.submit.begin(later);
        assertThat(later.getAttempt().hasInput()).isFalse();
        assertThat(later.getAttempt().token()).endsWith("-1-2");
    }

    @Test
    void aFoundBatchIsAdopted() throws IOException {
        BatchInHand batch = doubt();
        batch.getSearch().found("batch_7", batch.getSearch().tokens().get(0), null);
        rig.submit.searched(batch);
        assertThat(state()).isEqualTo(BatchState.SUBMITTED);
        assertThat(rig.ledger.batches().find(1).orElseThrow().providerId()).isEqualTo("batch_7");
    }

    @Test
    void aDoubtEndsOnlyAfterRevocationGraceAndASecondNegativeSearch() throws IOException {
        BatchInHand first = doubt();
        first.getSearch().completeNegative();
        for (String file : first.getSearch().toRevoke()) {
            first.getSearch().gone(file);
        }
        rig.submit.searched(first);
        assertThat(state()).isEqualTo(BatchState.IN_DOUBT);
        rig.clock.pass(Rig.GRACE.minusSeconds(1));
        assertThat(rig.submit.claim()).isNull();

        rig.clock.pass(Duration.ofSeconds(1));
        BatchInHand last = rig.submit.claim();
        last.getSearch().completeNegative();
        assertThat(last.getSearch().toRevoke()).isEmpty();
        rig.submit.searched(last);
        assertThat(state()).isEqualTo(BatchState.ASSEMBLED);
        assertThat(tries()).extracting(Batches.Try::state).containsExactly(TryState.REVOKED);
    }

    @Test
    void rule10AnotherDoubtOfTheSameBatchWaitsAnewHoweverTheFirstOneEnded() throws IOException {
        BatchInHand first = doubt();
        first.getSearch().completeNegative();
        first.getSearch().toRevoke().forEach(first.getSearch()::gone);
        rig.submit.searched(first);
        rig.clock.pass(Rig.GRACE);
        rig.ledger.batches().revoked(rig.ledger.batches().claimForSubmit().orElseThrow());
        rig.submit.failed(rig.creatingAgain(), new SocketException("Connection reset"));
        BatchInHand second = rig.submit.claim();
        second.getSearch().completeNegative();
        second.getSearch().toRevoke().forEach(second.getSearch()::gone);
        rig.submit.searched(second);
        assertThat(state()).isEqualTo(BatchState.IN_DOUBT);
        rig.clock.pass(Rig.GRACE);
        BatchInHand last = rig.submit.claim();
        last.getSearch().completeNegative();
        rig.submit.searched(last);
        assertThat(state()).isEqualTo(BatchState.ASSEMBLED);
    }

    @Test
    void aSearchThatBeganBeforeTheGraceWasOverIsNotTheLastLook() throws IOException {
        BatchInHand first = doubt();
        first.getSearch().completeNegative();
        first.getSearch().toRevoke().forEach(first.getSearch()::gone);
        rig.submit.searched(first);
        rig.clock.pass(Rig.GRACE.minusMinutes(1));
        rig.ledger.batches().requestCancel(1);
        BatchInHand early = rig.submit.claim();
        rig.clock.pass(Duration.ofMinutes(2));
        early.getSearch().completeNegative();
        rig.submit.searched(early);
        assertThat(state()).isEqualTo(BatchState.IN_DOUBT);
    }

    @Test
    void anInconclusiveSearchPermitsNothing() throws IOException {
        BatchInHand batch = doubt();
        batch.getSearch().completeNegative();
        batch.getSearch().toRevoke().forEach(batch.getSearch()::gone);
        batch.getSearch().inconclusive("429 while listing");
        rig.submit.searched(batch);
        assertThat(state()).isEqualTo(BatchState.IN_DOUBT);
        rig.clock.pass(Rig.GRACE.multipliedBy(2));
        BatchInHand again = rig.submit.claim();
        again.getSearch().inconclusive("429 while listing");
        rig.submit.searched(again);
        assertThat(state()).isEqualTo(BatchState.IN_DOUBT);
    }

    @Test
    void nothingIsRevokedBeforeACompleteNegativeSearch() throws IOException {
        assertThat(doubt().getSearch().toRevoke()).isEmpty();
    }

    @Test
    void anInputInUseKeepsTheDoubt() throws IOException {
        BatchInHand batch = doubt();
        batch.getSearch().completeNegative();
        batch.getSearch().toRevoke().forEach(batch.getSearch()::inUse);
        rig.submit.searched(batch);
        rig.clock.pass(Rig.GRACE.multipliedBy(2));
        assertThat(rig.submit.claim().getSearch().fileIds()).hasSize(1);
        assertThat(state()).isEqualTo(BatchState.IN_DOUBT);
    }

    @Test
    void theSearchReachesTenMinutesBeforeTheProvidersOwnClock() throws IOException {
        assertThat(doubt().getSearch().windowStart())
                .isEqualTo(java.time.Instant.parse("2026-11-21T02:50:00Z").getEpochSecond());
    }

    @Test
    void aBatchWhoseCredentialIsGoneWaitsUntilItIsPutBack() throws IOException {
        rig.drop(2);
        rig.assemble.once();
        assertThat(rig.submitWithoutCredentials().claim()).isNull();
        rig.clock.pass(Duration.ofMinutes(5));
        assertThat(rig.submit.claim()).isNotNull();
    }

    @Test
    void rule2LooksForEveryTryOfTheBatchThatMayAppear() throws IOException {
        BatchInHand first = rig.creating(1);
        first.getAttempt().failed(new Failure(Failure.Kind.QUOTA, true, "quota", "later", Duration.ofSeconds(1), 0));
        rig.clock.pass(Duration.ofSeconds(1));
        rig.submit.failed(rig.creatingAgain(), new SocketException("Connection reset"));
        BatchInHand looking = rig.submit.claim();
        String old = rig.ledger.instance() + "-1-1";
        assertThat(looking.getSearch().tokens()).containsExactly(old, rig.ledger.instance() + "-1-2");
        looking.getSearch().found("batch_of_the_first", old, null);
        rig.submit.searched(looking);
        assertThat(tries()).extracting(Batches.Try::state).containsExactly(TryState.ACCEPTED, TryState.CREATING);
        assertThat(rig.ledger.doubts().isAdopted(1)).isTrue();
    }

    @Test
    void rule8OneLookServesAllDoubtsOfACredential() throws IOException {
        doubtTwice();
        BatchInHand looking = rig.submit.claim();
        assertThat(rig.submit.claim()).isNull();
        assertThat(looking.getSearch().tokens()).hasSize(2);
        looking.getSearch().found("batch_a", rig.ledger.instance() + "-1-1", null);
        looking.getSearch().completeNegative();
        assertThat(looking.getSearch().toRevoke()).containsExactly("file-" + rig.ledger.instance() + "-2-1");
        looking.getSearch().toRevoke().forEach(looking.getSearch()::gone);
        rig.submit.searched(looking);
        assertThat(state()).isEqualTo(BatchState.SUBMITTED);
        rig.clock.pass(Rig.GRACE);
        BatchInHand last = rig.submit.claim();
        last.getSearch().isKnown("batch_a");
        last.getSearch().completeNegative();
        rig.submit.searched(last);
        assertThat(rig.ledger.batches().find(2).orElseThrow().state()).isEqualTo(BatchState.ASSEMBLED);
    }

    @Test
    void aLookThatBreaksOffGivesBackEveryDoubtThatSharedIt() throws IOException {
        doubtTwice();
        BatchInHand looking = rig.submit.claim();
        rig.submit.failed(looking, new SocketException("Connection reset"));
        rig.clock.pass(Duration.ofMinutes(1));
        assertThat(rig.submit.claim().getSearch().tokens()).hasSize(2);
    }

    @Test
    void looksAgainAfterWaitsThatGrow() throws IOException {
        rig.submit.failed(rig.creating(2), new SocketException("Connection reset"));
        for (int seconds : new int[] {10, 20, 40, 80}) {
            BatchInHand looking = rig.submit.claim();
            looking.getSearch().inconclusive("429 while listing");
            rig.submit.searched(looking);
            rig.clock.pass(Duration.ofSeconds(seconds - 1));
            assertThat(rig.submit.claim()).isNull();
            rig.clock.pass(Duration.ofSeconds(1));
        }
    }

    @Test
    void rule7AWitnessOlderThanTheProvidersListCountsNoMore() throws IOException {
        rig.submitted(1);
        rig.clock.pass(Duration.ofDays(29));
        rig.submit.failed(rig.creating("other", 1), new SocketException("Connection reset"));
        BatchInHand early = rig.submit.claim();
        assertThat(early.getSearch().hasWitness()).isTrue();
        early.getSearch().completeNegative();
        rig.submit.searched(early);
        assertThat(rig.ledger.batches().find(2).orElseThrow().state()).isEqualTo(BatchState.IN_DOUBT);
        rig.clock.pass(Duration.ofDays(2));
        BatchInHand late = rig.submit.claim();
        assertThat(late.getSearch().hasWitness()).isFalse();
        late.getSearch().completeNegative();
        assertThat(late.getSearch().toRevoke()).hasSize(1);
        rig.submit.searched(late);
    }

    /** Two batches of one and two records, each with a create without an answer. */
    private void doubtTwice() throws IOException {
        BatchInHand first = rig.creating(1);
        BatchInHand second = rig.creating("more", 2);
        rig.submit.failed(first, new SocketException("Connection reset"));
        rig.submit.failed(second, new SocketException("Connection reset"));
    }

    private BatchInHand doubt() throws IOException {
        rig.submit.failed(rig.creating(2), new SocketException("Connection reset"));
        return rig.submit.claim();
    }

    private BatchState state() {
        return rig.ledger.batches().find(1).orElseThrow().state();
    }

    private List<Batches.Try> tries() {
        return rig.ledger.batches().tries(1);
    }
}
