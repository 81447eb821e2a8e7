package dev.caravan.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.ledger.BatchState;
import dev.caravan.ledger.Batches;
import dev.caravan.ledger.EventKind;
import dev.caravan.ledger.Events;
import dev.caravan.ledger.RecordState;
import dev.caravan.ledger.StaleFenceException;
import dev.caravan.model.Limits;
import dev.caravan.model.TooFew;
import dev.caravan.provider.JobStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Promise 6: a batch that is later than its task's deadline is seen, and only its rest goes elsewhere. */
class LatenessTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    private Rig rig;

    private void rig(String late) {
        rig = new Rig(folder, new Limits(100, 1_000_000, 100_000), TooFew.DEFAULT, late);
    }

    @AfterEach
    void close() {
        assertThat(rig.ledger.counts().recount()).isEmpty();
        rig.close();
    }

    /** What the provider's clock says when it is so far ahead of ours. */
    private String date(Duration ahead) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(
                rig.clock.instant().plus(ahead).atOffset(ZoneOffset.UTC));
    }

    private BatchInHand look(@Nullable String date) {
        BatchInHand batch = rig.poll.claim().get(0);
        batch.getPoll().providerTime(date);
        batch.getPoll().status(new JobStatus("batch_1", "in_progress", false, 3, 1, 0, Map.of(), null));
        return batch;
    }

    private Map<EventKind, Long> events() {
        return rig.ledger.events().counts();
    }

    private Batches.Batch batch(long id) {
        return rig.ledger.batches().find(id).orElseThrow();
    }

    @Test
    void aLateBatchIsToldOnceAndRunsOnUnlessTheTaskSaysOtherwise() throws IOException {
        rig("wait");
        rig.submitted(3);
        rig.clock.pass(Rig.DEADLINE.minus(MINUTE));
        look(date(Duration.ZERO));
        assertThat(events()).isEmpty();
        for (int i = 0; i < 3; i++) {
            rig.clock.pass(MINUTE);
            assertThat(look(date(Duration.ZERO)).isCancelRequested()).isFalse();
        }
        assertThat(events()).isEqualTo(Map.of(EventKind.DEADLINE_PASSED, 1L));
        assertThat(batch(1).lateness().late()).isTrue();
        assertThat(rig.ledger.events().of("batch 1", 1))
                .extracting(Events.Event::body)
                .containsExactly(
                        "It has waited since 2026-11-21T03:00:00Z, longer than the deadline of its task (PT12H)."
                                + " It runs on");
    }

    @Test
    void aLateBatchIsCancelledAndItsRestHeld() throws IOException {
        rig("cancel");
        rig.submitted(3);
        rig.clock.pass(Rig.DEADLINE);
        look(date(Duration.ZERO));
        assertThat(look(date(Duration.ZERO)).isCancelRequested()).isTrue();
        rig.clock.pass(MINUTE);
        BatchInHand batch = rig.ended(Rig.status("cancelled", 3, 1, 0, Map.of("results", "f1")));
        rig.bringHome(batch, Map.of("results", rig.good(1, 1)));
        assertThat(rig.in(RecordState.COMPLETED)).isEqualTo(1);
        assertThat(rig.in(RecordState.HELD)).isEqualTo(2);
    }

    @Test
    void onlyTheRestOfALateBatchGoesToTheOtherModelAndAloneThere() throws IOException {
        rig("move");
        rig.submitted(3);
        rig.clock.pass(Rig.DEADLINE);
        look(date(Duration.ofMinutes(4)));
        assertThat(look(date(Duration.ZERO)).isCancelRequested()).isTrue();
        rig.clock.pass(MINUTE);
        BatchInHand batch = rig.ended(Rig.status("cancelled", 3, 1, 0, Map.of("results", "f1")));
        rig.bringHome(batch, Map.of("results", rig.good(2, 1)));
        assertThat(rig.in(RecordState.COMPLETED)).isEqualTo(1);
        assertThat(rig.in(RecordState.QUEUED)).isEqualTo(2);

        assertThat(rig.assemble.once()).isTrue();
        assertThat(batch(2).credential()).isEqualTo("second");
        assertThat(batch(2).members().contains(1, 2)).isTrue();
        assertThat(batch(2).members().contains(3, 2)).isTrue();
        assertThat(batch(2).members().size()).isEqualTo(2);
        assertThat(batch(2).lateness().since()).isEqualTo(rig.clock.instant());
        rig.drop(3);
        assertThat(rig.ledger.counts().total().unchanged()).isEqualTo(3);
        assertThat(rig.assemble.once()).isFalse();
    }

    @Test
    void whatTheOtherModelAnswersLateIsNotMovedAgain() throws IOException {
        rig("move");
        aLateBatchInTheOtherModel();
        rig.clock.pass(Rig.DEADLINE);
        assertThat(look(date(Duration.ZERO)).getId()).isEqualTo(2);
        rig.clock.pass(MINUTE);
        assertThat(look(date(Duration.ZERO)).isCancelRequested()).isFalse();
        assertThat(events()).isEqualTo(Map.of(EventKind.DEADLINE_PASSED, 2L));
    }

    @Test
    void aPersonLooksAtWhatTheOtherModelAnswersWhereTheTaskSaysSo() throws IOException {
        rig("move and review");
        aLateBatchInTheOtherModel();
        rig.clock.pass(MINUTE);
        BatchInHand other =
                rig.ended(new JobStatus("batch_2", "completed", true, 3, 3, 0, Map.of("results", "f2"), null));
        rig.bringHome(other, Map.of("results", rig.good(1, 2) + rig.good(2, 2) + rig.good(3, 2)));

        assertThat(rig.in(RecordState.REVIEW_REQUIRED)).isEqualTo(3);
        assertThat(rig.ledger.deadlines().moved(2)).isTrue();
        assertThat(rig.ledger.deadlines().moved(1)).isFalse();
    }

    private void aLateBatchInTheOtherModel() throws IOException {
        rig.submitted(3);
        rig.clock.pass(Rig.DEADLINE);
        look(date(Duration.ZERO));
        rig.collect.finish(rig.ended(Rig.status("cancelled", 3, 0, 0, Map.of())));
        rig.assemble.once();
        rig.creatingAgain().getAttempt().accepted("batch_2");
    }

    @Test
    void aLateBatchThatWasNotCreatedGoesToTheOtherModelAtOnce() throws IOException {
        rig("move");
        rig.drop(3);
        rig.assemble.once();
        rig.clock.pass(Rig.DEADLINE);
        BatchInHand batch = rig.submit.claim();
        rig.submit.begin(batch);
        batch.getAttempt().uploaded("file-1", date(Duration.ZERO));
        assertThatThrownBy(() -> rig.submit.creating(batch))
                .isInstanceOf(StaleFenceException.class)
                .hasMessageStartingWith("Batch 1 is not sent: it was cancelled, is held, or is too late.");
        rig.submit.failed(batch, new StaleFenceException("x"));
        assertThat(batch(1).state()).isEqualTo(BatchState.DISSOLVED);
        assertThat(rig.assemble.once()).isTrue();
        assertThat(batch(2).credential()).isEqualTo("second");
        rig.creatingAgain().getAttempt().accepted("batch_2");
        assertThat(rig.in(RecordState.SUBMITTED)).isEqualTo(3);
    }

    /** Rule 44. */
    @Test
    void aClockThatIsNotTheProvidersCancelsAndMovesNothing() throws IOException {
        rig("move");
        rig.submitted(3);
        rig.clock.pass(Rig.DEADLINE);
        for (int i = 0; i < 3; i++) {
            assertThat(look(date(Duration.ofMinutes(-6))).isCancelRequested()).isFalse();
            rig.clock.pass(MINUTE);
        }
        assertThat(events()).isEqualTo(Map.of(EventKind.CLOCKS_DISAGREE, 1L));
        look(date(Duration.ofMinutes(6)));
        assertThat(batch(1).lateness().late()).isFalse();
        rig.clock.pass(MINUTE);
        look(date(Duration.ofMinutes(-4)));
        assertThat(batch(1).lateness().moving()).isTrue();
    }

    /** Rule 44: without a date to compare with, it is told, and nothing is done. */
    @Test
    void aProviderWithoutAClockMovesNothing() throws IOException {
        rig("move");
        rig.submitted(3);
        rig.clock.pass(Rig.DEADLINE);
        look(null);
        assertThat(events()).isEqualTo(Map.of(EventKind.DEADLINE_PASSED, 1L));
        rig.clock.pass(MINUTE);
        assertThat(look(null).isCancelRequested()).isFalse();
    }

    @Test
    void aPersonsCancelHoldsTheRestThoughTheBatchIsMoving() throws IOException {
        rig("move");
        rig.submitted(3);
        rig.clock.pass(Rig.DEADLINE);
        look(date(Duration.ZERO));
        rig.ledger.cancels().batch(1, "ann", "enough");
        rig.collect.finish(rig.ended(Rig.status("cancelled", 3, 0, 0, Map.of())));
        assertThat(rig.in(RecordState.HELD)).isEqualTo(3);
    }
}
