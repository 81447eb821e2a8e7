package dev.caravan.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.ledger.BatchState;
import dev.caravan.ledger.EventKind;
import dev.caravan.ledger.Events;
import dev.caravan.ledger.RecordState;
import dev.caravan.ledger.TryState;
import dev.caravan.ledger.TwinState;
import dev.caravan.ledger.Twins;
import dev.caravan.provider.Download;
import dev.caravan.provider.Failure;
import dev.caravan.provider.JobStatus;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules 11 and 12: what exists twice is stopped, collected and counted; what nobody needs is deleted. */
class TwinStageTest {
    private static final Failure NOT_FOUND =
            new Failure(Failure.Kind.INVALID_REQUEST, true, "http_404", "no such thing", null, 0);

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

    /** Two records in doubt; the provider's list shows the batch twice. */
    private void twice() throws IOException {
        rig.submit.failed(rig.creating(2), new SocketException("Connection reset"));
        BatchInHand batch = rig.submit.claim();
        String token = batch.getSearch().tokens().get(0);
        batch.getSearch().found("batch_new", token, null);
        batch.getSearch().found("batch_old", token, null);
        batch.getSearch().found("batch_old", token, null);
        batch.getSearch().completeNegative();
        rig.submit.searched(batch);
    }

    private static JobStatus ended(String state, int completed, Map<String, String> files) {
        return new JobStatus("batch_new", state, true, 2, completed, 0, files, null);
    }

    private void save(List<Download> downloads, String content) throws IOException {
        for (Download download : downloads) {
            byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
            download.save(new ByteArrayInputStream(bytes), bytes.length);
        }
    }

    private List<TwinState> twins() {
        return rig.ledger.twins().of(1).stream().map(Twins.Twin::state).toList();
    }

    private List<String> events(EventKind kind) {
        return rig.ledger.events().newest(100).stream()
                .filter(event -> event.kind() == kind)
                .map(Events.Event::subject)
                .toList();
    }

    private BatchState state() {
        return rig.ledger.batches().find(1).orElseThrow().state();
    }

    @Test
    void keepsTheOldestAndStopsTheOther() throws IOException {
        twice();
        assertThat(rig.ledger.batches().find(1).orElseThrow().providerId()).isEqualTo("batch_old");
        assertThat(twins()).containsExactly(TwinState.RUNNING);
        assertThat(events(EventKind.TWIN)).containsExactly("batch 1");

        TwinInHand twin = rig.twins.claim();
        assertThat(twin.getProviderId()).isEqualTo("batch_new");
        assertThat(twin.isRunning()).isTrue();
        twin.getPoll().status(new JobStatus("batch_new", "cancelling", false, 2, 0, 0, Map.of(), null));
        assertThat(rig.twins.claim()).isNull();
        rig.clock.pass(Duration.ofMinutes(1));
        TwinInHand again = rig.twins.claim();
        again.getPoll().failed(NOT_FOUND);
        rig.clock.pass(Duration.ofMinutes(1));
        TwinInHand last = rig.twins.claim();
        last.getPoll().status(ended("cancelled", 0, Map.of()));
        TwinInHand home = rig.twins.claim();
        assertThat(home.isRunning()).isFalse();
        rig.twins.finish(home);
        assertThat(twins()).containsExactly(TwinState.HOME);
    }

    @Test
    void takesWhatATwinHadFinishedWhereTheKeptOneFailed() throws IOException {
        twice();
        rig.twins.claim().getPoll().status(ended("cancelled", 1, Map.of("results", "f-new")));
        TwinInHand twin = rig.twins.claim();
        save(twin.getDownloads(), rig.good(1, 1));
        rig.twins.finish(twin);

        BatchInHand kept = rig.ended(Rig.status("expired", 2, 1, 0, Map.of("results", "f-old")));
        rig.bringHome(kept, Map.of("results", rig.good(2, 1)));
        assertThat(rig.in(RecordState.COMPLETED)).isEqualTo(2);
        assertThat(state()).isEqualTo(BatchState.COLLECTED);
        assertThat(twins()).containsExactly(TwinState.COLLECTED);
        assertThat(rig.ledger.collection().files(1)).hasSize(2);
    }

    @Test
    void waitsAWhileForTwinsBeforeWhatWasNotRunIsBoughtAgain() throws IOException {
        twice();
        BatchInHand kept = rig.ended(Rig.status("expired", 2, 1, 0, Map.of("results", "f-old")));
        rig.bringHome(kept, Map.of("results", rig.good(2, 1)));
        assertThat(state()).isEqualTo(BatchState.COLLECTING);
        assertThat(rig.in(RecordState.SUBMITTED)).isEqualTo(2);
        int looks = 0;
        for (; state() == BatchState.COLLECTING && looks < 50; looks++) {
            rig.clock.pass(Duration.ofMinutes(5));
            rig.collect.finish(rig.collect.claim());
        }
        assertThat(looks).isEqualTo(10);
        assertThat(rig.in(RecordState.QUEUED)).isEqualTo(1);
    }

    @Test
    void countsATwinThatIsFoundLongAfterItsBatchWasCollectedAndMovesNothing() throws IOException {
        rig.submitted(2);
        BatchInHand kept = rig.ended(Rig.status("completed", 2, 1, 1, Map.of("results", "f1", "errors", "f2")));
        rig.bringHome(kept, Map.of("results", rig.good(1, 1), "errors", rig.failed(2, 1, 400, "bad")));
        assertThat(rig.in(RecordState.PROVIDER_ERROR)).isEqualTo(1);

        CredentialSweep sweep = rig.sweep.due().get(0);
        String token = rig.ledger.instance() + "-1-1";
        assertThat(sweep.hasToken(token)).isTrue();
        sweep.getSearch().found("batch_1", token, null);
        sweep.getSearch().found("batch_2", token, null);
        rig.sweep.swept(sweep);
        assertThat(twins()).containsExactly(TwinState.RUNNING);

        rig.twins.claim().getPoll().status(ended("completed", 2, Map.of("results", "f-new")));
        TwinInHand twin = rig.twins.claim();
        save(twin.getDownloads(), rig.good(1, 1) + rig.good(2, 1));
        rig.twins.finish(twin);
        TwinInHand home = rig.twins.claim();
        assertThat(home.getDownloads()).isEmpty();
        rig.twins.finish(home);
        assertThat(twins()).containsExactly(TwinState.COLLECTED);
        assertThat(rig.in(RecordState.COMPLETED)).isEqualTo(1);
        assertThat(rig.in(RecordState.PROVIDER_ERROR)).isEqualTo(1);
        assertThat(rig.ledger.counts().settled()).isFalse();
        assertThat(rig.twins.claim()).isNull();
    }

    @Test
    void asksAgainForATwinsFileThatIsNotThereAndGivesUpOnlyLongAfter() throws IOException {
        twice();
        rig.twins.claim().getPoll().status(ended("cancelled", 1, Map.of("results", "f-new")));
        TwinInHand early = rig.twins.claim();
        early.getDownloads().get(0).absent(NOT_FOUND);
        rig.twins.finish(early);
        assertThat(twins()).containsExactly(TwinState.ENDED);
        rig.clock.pass(Duration.ofDays(32));
        TwinInHand late = rig.twins.claim();
        late.getDownloads().get(0).absent(NOT_FOUND);
        rig.twins.finish(late);
        assertThat(twins()).containsExactly(TwinState.GONE);
    }

    @Test
    void tellsOnceOfABatchWithOurLabelThatTheLedgerDoesNotKnow() throws IOException {
        rig.submitted(1);
        for (int i = 0; i < 2; i++) {
            CredentialSweep sweep = rig.sweep.due().get(0);
            String token = rig.ledger.instance().substring(0, 6) + "9-77-1";
            assertThat(sweep.hasToken(token)).isTrue();
            sweep.getSearch().found("batch_x", token, null);
            rig.sweep.swept(sweep);
        }
        assertThat(events(EventKind.UNKNOWN_BATCH)).containsExactly("credential cred batch_x");
        assertThat(rig.ledger.twins().of(1)).isEmpty();
    }

    /** The residual of class C, detected: without a label the custom ids tell that a batch is ours. */
    @Test
    void findsATwinWithoutALabelByItsCustomIdsAndComparesAnothersOnce() throws IOException {
        rig.submitted(2);
        CredentialSweep sweep = rig.sweep.due().get(0);
        assertThat(sweep.fits(77)).isTrue();
        sweep.candidate("batch_running", false);
        sweep.candidate("batch_twin", true);
        sweep.candidate("batch_foreign", true);
        List<Download> comparisons = sweep.comparisons();
        assertThat(comparisons).extracting(Download::fileId).containsExactly("batch_twin", "batch_foreign");
        save(comparisons.subList(0, 1), rig.good(2, 1));
        save(comparisons.subList(1, 2), rig.good(2, 1).replace(rig.customId(2, 1), "someone-elses"));
        rig.sweep.swept(sweep);
        assertThat(rig.ledger.twins().of(1)).extracting(Twins.Twin::providerId).containsExactly("batch_twin");
        assertThat(events(EventKind.TWIN)).containsExactly("batch 1");

        CredentialSweep next = rig.sweep.due().get(0);
        next.candidate("batch_foreign", true);
        next.candidate("batch_running", true);
        assertThat(next.comparisons()).extracting(Download::fileId).containsExactly("batch_running");
    }

    @Test
    void looksOnlyAtCredentialsThatHaveSentAnything() throws IOException {
        assertThat(rig.sweep.due()).isEmpty();
        rig.submitted(1);
        assertThat(rig.sweep.due()).extracting(CredentialSweep::getCredential).containsExactly("cred");
        CredentialSweep sweep = rig.sweep.due().get(0);
        assertThat(sweep.hasToken("someone-else")).isFalse();
        assertThat(sweep.hasInput("file-" + rig.ledger.instance() + "-1-1")).isTrue();
        assertThat(sweep.hasInput("file-of-another")).isFalse();
    }

    /** The process ended between the upload and the note of it: only the file's name tells whose it is. */
    @Test
    void anUploadThatTheLedgerNeverHeardOfIsLeftOverWhenItsBatchIsOverAndItIsTwoDaysOld() throws IOException {
        rig.submitted(1);
        String label = rig.ledger.instance() + "-1-1";
        CredentialSweep early = rig.sweep.due().get(0);
        assertThat(early.getSearch().wantsFiles()).isFalse();
        assertThat(early.getSearch().isKnown("batch_1")).isTrue();
        early.getSearch().completeNegative();
        assertThat(early.getSearch().wantsFiles()).isTrue();
        assertThat(early.getSearch().isLeftOver(label, "file-lost", 1))
                .as("its batch runs")
                .isFalse();
        BatchInHand kept = rig.ended(Rig.status("completed", 1, 1, 0, Map.of("results", "f1")));
        rig.bringHome(kept, Map.of("results", rig.good(1, 1)));
        long now = rig.clock.instant().getEpochSecond();
        long days = Duration.ofDays(2).toSeconds();
        CredentialSweep sweep = rig.sweep.due().get(0);
        assertThat(sweep.getSearch().isLeftOver(label, "file-lost", now - days)).isFalse();
        assertThat(sweep.getSearch().isLeftOver(label, "file-lost", now - days - 1))
                .isTrue();
        assertThat(sweep.getSearch().isLeftOver(rig.ledger.instance() + "-7-1", "file-x", 1))
                .as("no try of ours")
                .isFalse();
        assertThat(sweep.getSearch().isLeftOver("zzzzzz0-1-1", "file-x", 1))
                .as("of another ledger")
                .isFalse();
        assertThat(sweep.getSearch().isLeftOver("report", "file-x", 1)).isFalse();
    }

    @Test
    void rule12DeletesInputsOnlyAfterAWholeListOfTheSameAccount() throws IOException {
        rig.submitted(1);
        BatchInHand kept = rig.ended(Rig.status("completed", 1, 1, 0, Map.of("results", "f1")));
        rig.bringHome(kept, Map.of("results", rig.good(1, 1)));
        String input = "file-" + rig.ledger.instance() + "-1-1";

        CredentialSweep unanswered = rig.sweep.due().get(0);
        unanswered.getSearch().inconclusive("429");
        assertThat(unanswered.getSearch().toRevoke()).isEmpty();
        CredentialSweep foreign = rig.sweep.due().get(0);
        assertThat(foreign.getSearch().isKnown("batch_other")).isFalse();
        foreign.getSearch().completeNegative();
        assertThat(foreign.getSearch().toRevoke()).isEmpty();

        CredentialSweep sweep = rig.sweep.due().get(0);
        assertThat(sweep.getSearch().isKnown("batch_1")).isTrue();
        sweep.getSearch().completeNegative();
        assertThat(sweep.getSearch().toRevoke()).containsExactly(input);
        sweep.getSearch().gone(input);
        assertThat(sweep.getSearch().toRevoke()).isEmpty();
        rig.sweep.swept(sweep);
        assertThat(rig.ledger.batches().tries(1))
                .allSatisfy(t -> assertThat(t.fileGone()).isTrue());
    }

    @Test
    void findsACreateThatWasGivenUpAndSendsNothingBeforeItHasLookedAgain() throws IOException {
        rig.submit.failed(rig.creating(1), new SocketException("Connection reset"));
        BatchInHand first = rig.submit.claim();
        first.getSearch().completeNegative();
        first.getSearch().toRevoke().forEach(first.getSearch()::gone);
        rig.submit.searched(first);
        rig.clock.pass(Rig.GRACE);
        BatchInHand last = rig.submit.claim();
        last.getSearch().completeNegative();
        rig.submit.searched(last);
        assertThat(state()).isEqualTo(BatchState.ASSEMBLED);

        CredentialSweep sweep = rig.sweep.due().get(0);
        sweep.getSearch().found("batch_late", rig.ledger.instance() + "-1-1", null);
        rig.sweep.swept(sweep);
        BatchInHand looking = rig.submit.claim();
        assertThat(looking.isInDoubt()).isTrue();
        looking.getSearch().found("batch_late", rig.ledger.instance() + "-1-1", null);
        rig.submit.searched(looking);
        assertThat(rig.ledger.batches().find(1).orElseThrow().providerId()).isEqualTo("batch_late");
        assertThat(rig.ledger.batches().tries(1)).extracting(t -> t.state()).containsExactly(TryState.ACCEPTED);
    }
}
