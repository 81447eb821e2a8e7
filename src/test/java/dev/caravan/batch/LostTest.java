package dev.caravan.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.ledger.BatchState;
import dev.caravan.ledger.EventKind;
import dev.caravan.ledger.Events;
import dev.caravan.ledger.RecordState;
import dev.caravan.model.Keeping;
import dev.caravan.provider.Failure;
import dev.caravan.provider.JobStatus;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules 13, 15 and 25: a batch of another size, one that its provider forgot, and results that are gone. */
class LostTest {
    private static final Duration KEPT = Duration.ofDays(10);
    private static final Failure NOT_FOUND =
            new Failure(Failure.Kind.INVALID_REQUEST, true, "http_404", "no such thing", null, 0);

    @TempDir
    Path folder;

    private Rig rig;

    private void open(boolean holdsLost) {
        rig = new Rig(folder, new Keeping(KEPT, KEPT, false, null, holdsLost), Map.of());
    }

    @AfterEach
    void close() {
        assertThat(rig.ledger.counts().recount()).isEmpty();
        rig.close();
    }

    private BatchState state() {
        return rig.ledger.batches().find(1).orElseThrow().state();
    }

    private List<EventKind> events() {
        return rig.ledger.events().of("batch 1", 100).stream()
                .map(Events.Event::kind)
                .toList();
    }

    private static JobStatus running(String state, long total) {
        return new JobStatus("batch_1", state, false, total, 0, 0, Map.of(), null);
    }

    private BatchInHand due() {
        rig.clock.pass(Duration.ofMinutes(1));
        return rig.poll.claim().get(0);
    }

    private void adopted(int records) throws IOException {
        rig.submit.failed(rig.creating(records), new SocketException("Connection reset"));
        BatchInHand batch = rig.submit.claim();
        batch.getSearch().found("batch_1", batch.getSearch().tokens().get(0), null);
        rig.submit.searched(batch);
    }

    @Test
    void rule13QuarantinesAnAdoptedBatchOfAnotherSizeOnceTheProviderCounts() throws IOException {
        open(false);
        adopted(3);
        due().getPoll().status(running("validating", 0));
        due().getPoll().status(running("in_progress", 3));
        due().getPoll().status(running("in_progress", 2));
        assertThat(state()).as("it may still be counting").isEqualTo(BatchState.SUBMITTED);
        due().getPoll().status(Rig.status("completed", 2, 2, 0, Map.of("results", "f1")));
        assertThat(state()).isEqualTo(BatchState.LOST);
        assertThat(rig.in(RecordState.HELD)).isEqualTo(3);
        assertThat(events()).containsExactly(EventKind.QUARANTINED);
        assertThat(rig.assemble.once()).isFalse();
    }

    @Test
    void rule13LeavesABatchAloneWhoseOwnReplyNamedIt() throws IOException {
        open(false);
        rig.submitted(3);
        due().getPoll().status(running("in_progress", 4));
        assertThat(state()).isEqualTo(BatchState.SUBMITTED);
    }

    @Test
    void rule13QuarantinesAnAdoptedBatchOfMoreThanWasSentAtOnce() throws IOException {
        open(false);
        adopted(3);
        due().getPoll().status(running("in_progress", 4));
        assertThat(state()).isEqualTo(BatchState.LOST);
        assertThat(events()).containsExactly(EventKind.QUARANTINED);
    }

    @Test
    void rule15NeverGivesUpAKnownIdWithoutAPolicyHoweverOftenItIsNotFound() throws IOException {
        open(false);
        rig.submitted(1);
        rig.lists.whole("cred", rig.clock.instant().minus(Duration.ofDays(1)), java.util.Set.of());
        due().getPoll().absent(NOT_FOUND);
        assertThat(events()).isEmpty();
        rig.clock.pass(KEPT.multipliedBy(3));
        due().getPoll().absent(NOT_FOUND);
        due().getPoll().absent(NOT_FOUND);
        assertThat(state()).isEqualTo(BatchState.SUBMITTED);
        assertThat(rig.in(RecordState.SUBMITTED)).isEqualTo(1);
        assertThat(events()).containsExactly(EventKind.RESULTS_AT_RISK);
    }

    @Test
    void rule15HoldsALostBatchByPolicyLongAfterItsLifeAndANegativeSweep() throws IOException {
        open(true);
        rig.submitted(1);
        java.time.Instant before = rig.clock.instant().minus(Duration.ofDays(1));
        due().getPoll().absent(NOT_FOUND);
        rig.clock.pass(KEPT.plusDays(2));
        due().getPoll().absent(NOT_FOUND);
        assertThat(state()).as("no list has been read").isEqualTo(BatchState.SUBMITTED);
        rig.lists.whole("cred", before, java.util.Set.of("batch_1"));
        due().getPoll().absent(NOT_FOUND);
        assertThat(state()).as("the list shows it").isEqualTo(BatchState.SUBMITTED);
        rig.lists.whole("cred", rig.clock.instant(), java.util.Set.of());
        due().getPoll().absent(NOT_FOUND);
        assertThat(state()).as("the list is too short").isEqualTo(BatchState.SUBMITTED);
        rig.lists.whole("cred", before, java.util.Set.of());
        due().getPoll().failed(NOT_FOUND);
        assertThat(state()).as("another failure than a 404").isEqualTo(BatchState.SUBMITTED);
        due().getPoll().absent(NOT_FOUND);
        assertThat(state()).isEqualTo(BatchState.LOST);
        assertThat(rig.in(RecordState.HELD)).isEqualTo(1);
        assertThat(events()).contains(EventKind.RESULTS_GONE);
    }

    @Test
    void rule25AsksAgainForAFileThatIsNotThereAfterWaitsThatGrow() throws IOException {
        open(false);
        rig.submitted(1);
        BatchInHand batch = rig.ended(Rig.status("completed", 1, 1, 0, Map.of("results", "f1")));
        for (int seconds : new int[] {10, 20, 40, 80, 160, 300, 300}) {
            batch.getDownloads().get(0).absent(NOT_FOUND);
            rig.collect.finish(batch);
            // Somewhere in the second half of the wait; the dice of this rig always say the middle of it.
            Duration wait = Duration.ofMillis(seconds * 750L);
            rig.clock.pass(wait.minusMillis(1));
            assertThat(rig.collect.claim()).isNull();
            rig.clock.pass(Duration.ofMillis(1));
            batch = rig.collect.claim();
        }
        assertThat(state()).isEqualTo(BatchState.COLLECTING);
        assertThat(events()).isEmpty();
    }

    @Test
    void rule25AlarmsAtHalfTheTimeAndTakesWhatIsHomeWhenTheRestIsGone() throws IOException {
        open(false);
        rig.submitted(2);
        BatchInHand first = rig.ended(Rig.status("completed", 2, 1, 1, Map.of("results", "f1", "errors", "f2")));
        byte[] good = rig.good(1, 1).getBytes(StandardCharsets.UTF_8);
        for (var download : first.getDownloads()) {
            if (download.kind().equals("results")) {
                download.save(new ByteArrayInputStream(good), good.length);
            } else {
                download.absent(NOT_FOUND);
            }
        }
        rig.collect.finish(first);
        rig.clock.pass(KEPT.dividedBy(2));
        for (int i = 0; i < 2; i++) {
            notThere();
            rig.clock.pass(Duration.ofMinutes(5));
        }
        assertThat(events()).containsExactly(EventKind.RESULTS_AT_RISK);
        assertThat(state()).isEqualTo(BatchState.COLLECTING);
        rig.clock.pass(KEPT);
        notThere();
        assertThat(state()).isEqualTo(BatchState.COLLECTED);
        assertThat(rig.in(RecordState.COMPLETED)).isEqualTo(1);
        assertThat(rig.in(RecordState.PROVIDER_ERROR)).isEqualTo(1);
        assertThat(events()).containsExactly(EventKind.RESULTS_GONE, EventKind.RESULTS_AT_RISK);
        rig.clock.pass(Duration.ofDays(1));
        assertThat(rig.assemble.once()).isFalse();
    }

    /** Rule 44: a year ahead for a moment, and a passing 404 in that moment. */
    @Test
    void rule25GivesNoResultsUpByAClockThatStandsAlone() throws IOException {
        open(true);
        rig.submitted(1);
        rig.lists.whole("cred", rig.clock.instant().minus(Duration.ofDays(1)), java.util.Set.of());
        String now =
                DateTimeFormatter.RFC_1123_DATE_TIME.format(rig.clock.instant().atOffset(ZoneOffset.UTC));
        rig.clock.pass(Duration.ofDays(365));
        rig.dates.heard(now);
        due().getPoll().absent(NOT_FOUND);
        assertThat(state()).isEqualTo(BatchState.SUBMITTED);
        BatchInHand batch = rig.ended(Rig.status("completed", 1, 1, 0, Map.of("results", "f1")));
        batch.getDownloads().get(0).absent(NOT_FOUND);
        rig.collect.finish(batch);
        assertThat(state()).isEqualTo(BatchState.COLLECTING);
        rig.clock.pass(Duration.ofDays(-365));
        rig.dates.heard(now);
        BatchInHand again = rig.collect.claim();
        rig.bringHome(again, Map.of("results", rig.good(1, 1)));
        assertThat(rig.in(RecordState.COMPLETED)).isEqualTo(1);
    }

    @Test
    void rule25TellsOfResultsThatTheProviderItselfCallsGone() throws IOException {
        open(false);
        rig.submitted(1);
        var gone = new Failure(Failure.Kind.FATAL, false, "results_gone", "dropped after 29 days", null, 0);
        due().getPoll().status(new JobStatus("batch_1", "failed", true, 1, 0, 0, Map.of(), gone));
        assertThat(events()).containsExactly(EventKind.RESULTS_GONE);
        rig.collect.finish(rig.collect.claim());
        assertThat(rig.in(RecordState.PROVIDER_ERROR)).isEqualTo(1);
        rig.clock.pass(Duration.ofDays(1));
        assertThat(rig.assemble.once()).isFalse();
    }

    private void notThere() throws IOException {
        BatchInHand batch = rig.collect.claim();
        assertThat(batch.getDownloads()).hasSize(1);
        batch.getDownloads().get(0).absent(NOT_FOUND);
        rig.collect.finish(batch);
    }

    @Test
    void rule25GivesNothingUpForAnotherFailureThanA404() throws IOException {
        open(false);
        rig.submitted(1);
        BatchInHand batch = rig.ended(Rig.status("completed", 1, 1, 0, Map.of("results", "f1")));
        rig.clock.pass(KEPT.multipliedBy(2));
        batch.getDownloads().get(0).failed(new Failure(Failure.Kind.AUTH, true, "http_401", "key", null, 0));
        rig.collect.finish(batch);
        assertThat(state()).isEqualTo(BatchState.COLLECTING);
    }

    /** As behind a proxy: {@code revocable: "false"} and {@code list: unknown}. */
    private BatchInHand unprovableDoubt(Map<String, String> settings) throws IOException {
        rig = new Rig(folder, Keeping.DEFAULT, settings);
        rig.submit.failed(rig.creating(2), new SocketException("Connection reset"));
        return rig.submit.claim();
    }

    @Test
    void holdsADoubtThatNothingCanProveForAPerson() throws IOException {
        BatchInHand looking = unprovableDoubt(Map.of("list", "unknown", "revocable", "false", "on-doubt", "hold"));
        assertThat(rig.ledger.batches().tries(1).get(0).revocable()).isFalse();
        int looks = 0;
        for (; state() == BatchState.IN_DOUBT && looks < 1000; looks++) {
            looking.getSearch().inconclusive("whether this provider's list holds every batch is not known");
            assertThat(looking.getSearch().toRevoke()).isEmpty();
            rig.submit.searched(looking);
            rig.clock.pass(Duration.ofMinutes(5));
            looking = rig.submit.claim();
        }
        assertThat(state()).isEqualTo(BatchState.LOST);
        assertThat(Duration.ofMinutes(5).multipliedBy(looks)).isGreaterThan(Rig.GRACE);
        assertThat(rig.in(RecordState.HELD)).isEqualTo(2);
    }

    @Test
    void adoptsABatchBehindAProxyByItsInputWheneverItShowsUp() throws IOException {
        BatchInHand looking = unprovableDoubt(Map.of("list", "unknown", "revocable", "false", "on-doubt", "hold"));
        looking.getSearch().inconclusive("not known");
        rig.submit.searched(looking);
        rig.clock.pass(Duration.ofMinutes(5));
        looking = rig.submit.claim();
        looking.getSearch().found("batch_9", null, looking.getSearch().fileIds().get(0));
        looking.getSearch().inconclusive("not known");
        rig.submit.searched(looking);
        assertThat(state()).isEqualTo(BatchState.SUBMITTED);
    }

    @Test
    void sendsAgainAfterTheWaitAndAWholeListWhereDeletingProvesNothing() throws IOException {
        BatchInHand looking = unprovableDoubt(Map.of("revocable", "false"));
        looking.getSearch().completeNegative();
        assertThat(looking.getSearch().toRevoke()).isEmpty();
        rig.submit.searched(looking);
        assertThat(state()).isEqualTo(BatchState.IN_DOUBT);
        rig.clock.pass(Rig.GRACE);
        looking = rig.submit.claim();
        looking.getSearch().completeNegative();
        rig.submit.searched(looking);
        assertThat(state()).isEqualTo(BatchState.ASSEMBLED);
    }
}
