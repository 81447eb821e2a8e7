package dev.caravan.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.ledger.BatchState;
import dev.caravan.ledger.EventKind;
import dev.caravan.ledger.Pauses.Kind;
import dev.caravan.ledger.Pauses.Terms;
import dev.caravan.ledger.Pauses.What;
import dev.caravan.ledger.RecordState;
import dev.caravan.ledger.TryState;
import dev.caravan.model.Limits;
import dev.caravan.model.TooFew;
import dev.caravan.provider.JobStatus;
import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the stages do, and leave, while a person has paused what their batches belong to. */
class PauseTest {
    private static final What CRED = new What(Kind.CREDENTIAL, "cred");
    private static final Limits LIMITS = new Limits(100, 1_000_000, 100_000);

    @TempDir
    Path folder;

    private Rig rig;

    @AfterEach
    void close() {
        assertThat(rig.ledger.counts().recount()).isEmpty();
        rig.close();
    }

    static Stream<What> everything() {
        return Stream.of(
                CRED, new What(Kind.PROVIDER, "sim"), new What(Kind.MODEL, "fast"), new What(Kind.TASK, "moods"));
    }

    private void pause(What what, boolean silent, @Nullable Instant until) {
        rig.ledger.pauses().pause(what, new Terms(silent, "why not", until), "ann");
    }

    private void resume(What what) {
        assertThat(rig.ledger.pauses().resume(what, "ann", "")).isPresent();
    }

    private BatchState state(long batch) {
        return rig.ledger.batches().find(batch).orElseThrow().state();
    }

    @ParameterizedTest
    @MethodSource("everything")
    void nothingIsCutNorSentUntilItIsResumedAlsoOfDropsThatComeLater(What what) throws IOException {
        rig = new Rig(folder);
        rig.drop("a", 2);
        assertThat(rig.assemble.once()).isTrue();
        pause(what, false, null);
        rig.drop("b", 3);
        assertThat(rig.assemble.once()).isFalse();
        assertThat(rig.submit.claim()).isNull();
        assertThat(rig.in(RecordState.QUEUED)).isEqualTo(3);
        assertThat(state(1)).isEqualTo(BatchState.ASSEMBLED);
        resume(what);
        assertThat(rig.assemble.once()).isTrue();
        rig.creatingAgain().getAttempt().accepted("batch_1");
        rig.creatingAgain().getAttempt().accepted("batch_2");
        assertThat(List.of(state(1), state(2))).containsOnly(BatchState.SUBMITTED);
    }

    @ParameterizedTest
    @MethodSource("everything")
    void whatRunsAtItsProviderIsAskedAboutAndBroughtHomeAndPaidOnce(What what) throws IOException {
        rig = new Rig(folder);
        rig.submitted(3);
        pause(what, false, null);
        BatchInHand batch = rig.ended(Rig.status("completed", 3, 3, 0, Map.of("results", "f1")));
        rig.bringHome(batch, Map.of("results", rig.good(1, 1) + rig.good(2, 1) + rig.good(3, 1)));
        assertThat(rig.in(RecordState.COMPLETED)).isEqualTo(3);
    }

    @ParameterizedTest
    @MethodSource("everything")
    void ofASilentPauseNobodyIsAskedAndNothingIsFetched(What what) throws IOException {
        rig = new Rig(folder);
        rig.submitted(3);
        pause(what, true, null);
        rig.clock.pass(Duration.ofMinutes(1));
        assertThat(rig.poll.claim()).isEmpty();
        assertThat(rig.poll.list()).isNull();
        resume(what);
        BatchInHand batch = rig.ended(Rig.status("completed", 3, 3, 0, Map.of("results", "f1")));
        assertThat(batch.getDownloads()).hasSize(1);
        rig.ledger.batches().release(batch.claim(), Duration.ZERO, null);
        pause(what, true, null);
        assertThat(rig.collect.claim()).isNull();
        resume(what);
        assertThat(rig.collect.claim()).isNotNull();
    }

    @Test
    void aPauseBetweenUploadAndCreateStopsTheCreateAndTheSameInputIsUsedAfterwards() throws IOException {
        rig = new Rig(folder);
        rig.drop(2);
        rig.assemble.once();
        BatchInHand batch = rig.submit.claim();
        rig.submit.begin(batch);
        batch.getAttempt().uploaded("file-1", null);
        pause(CRED, false, null);
        assertThatThrownBy(() -> rig.submit.creating(batch))
                .isInstanceOf(PausedException.class)
                .hasMessage("credential cred is paused by ann")
                .satisfies(error -> rig.submit.failed(batch, error));
        assertThat(rig.submit.claim()).isNull();
        assertThat(rig.ledger.batches().tries(1))
                .singleElement()
                .satisfies(one -> assertThat(one.state()).isEqualTo(TryState.UPLOADED));
        resume(CRED);
        BatchInHand again = rig.submit.claim();
        rig.submit.begin(again);
        assertThat(again.getAttempt().fileId()).isEqualTo("file-1");
        rig.submit.creating(again);
        again.getAttempt().accepted("batch_1");
        assertThat(rig.ledger.batches().tries(1)).hasSize(1);
        assertThat(state(1)).isEqualTo(BatchState.SUBMITTED);
    }

    @Test
    void aDoubtIsClearedUpUnlessNobodyIsCalled() throws IOException {
        rig = new Rig(folder);
        rig.submit.failed(rig.creating(2), new SocketException("Connection reset"));
        pause(CRED, true, null);
        rig.clock.pass(Duration.ofMinutes(10));
        assertThat(rig.submit.claim()).isNull();
        pause(CRED, false, null);
        BatchInHand batch = rig.submit.claim();
        assertThat(batch.isInDoubt()).isTrue();
        batch.getSearch().found("batch_1", batch.getSearch().tokens().get(0), null);
        batch.getSearch().completeNegative();
        rig.submit.searched(batch);
        assertThat(state(1)).isEqualTo(BatchState.SUBMITTED);
    }

    @Test
    void itGoesOnByItselfWhenItsTimeIsOverAndThatIsTold() throws IOException {
        rig = new Rig(folder);
        rig.drop(2);
        pause(CRED, false, rig.clock.instant().plus(Duration.ofHours(2)));
        assertThat(rig.assemble.once()).isFalse();
        rig.clock.pass(Duration.ofHours(2));
        assertThat(rig.assemble.once()).isTrue();
        assertThat(rig.submit.claim()).isNotNull();
        assertThat(rig.ledger.events().counts()).containsEntry(EventKind.RESUMED, 1L);
    }

    @Test
    void theTimeOfAPauseCountsInNoDeadlineSoThatNothingMovesForIt() throws IOException {
        rig = new Rig(folder, LIMITS, TooFew.DEFAULT, "move");
        rig.submitted(3);
        rig.clock.pass(Rig.DEADLINE.minusHours(1));
        pause(CRED, false, null);
        rig.clock.pass(Duration.ofHours(3));
        pause(new What(Kind.TASK, "moods"), false, null);
        look();
        rig.clock.pass(Duration.ofHours(2));
        resume(CRED);
        resume(new What(Kind.TASK, "moods"));
        look();
        rig.clock.pass(Duration.ofMinutes(59));
        look();
        assertThat(rig.ledger.batches().find(1).orElseThrow().lateness().late()).isFalse();
        rig.clock.pass(Duration.ofMinutes(1));
        look();
        assertThat(rig.ledger.batches().find(1).orElseThrow().lateness().moving())
                .isTrue();
    }

    private void look() {
        BatchInHand batch = rig.poll.claim().get(0);
        batch.getPoll()
                .providerTime(DateTimeFormatter.RFC_1123_DATE_TIME.format(
                        rig.clock.instant().atOffset(ZoneOffset.UTC)));
        batch.getPoll().status(new JobStatus("batch_1", "in_progress", false, 3, 1, 0, Map.of(), null));
    }

    @Test
    void sweepsGoOnUnlessNobodyIsCalled() throws IOException {
        rig = new Rig(folder);
        rig.submitted(1);
        pause(CRED, false, null);
        assertThat(rig.sweep.due()).hasSize(1);
        pause(CRED, true, null);
        assertThat(rig.sweep.due()).isEmpty();
    }
}
