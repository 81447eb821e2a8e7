package dev.caravan.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.ledger.BatchState;
import dev.caravan.ledger.Collection.Usage;
import dev.caravan.ledger.Members;
import dev.caravan.ledger.RecordState;
import dev.caravan.provider.Failure;
import dev.caravan.provider.JobStatus;
import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CollectTest {
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
    void givesEveryRecordTheOutcomeOfItsOwnLineWhateverTheOrder() throws IOException {
        rig.submitted(4);
        BatchInHand batch = rig.ended(Rig.status("completed", 4, 3, 1, Map.of("results", "f1", "errors", "f2")));
        rig.bringHome(
                batch,
                Map.of(
                        "results",
                        rig.ok(3, 1, "{\"id\":\"r3\",\"mood\":\"fine\"}")
                                + rig.good(1, 1)
                                + rig.ok(2, 1, "{\"id\":\"r1\",\"mood\":\"bad\"}"),
                        "errors",
                        rig.failed(4, 1, 400, "context_length_exceeded")));
        assertThat(rig.in(RecordState.COMPLETED)).isEqualTo(1);
        assertThat(rig.in(RecordState.INVALID_OUTPUT)).isEqualTo(2);
        assertThat(rig.in(RecordState.PROVIDER_ERROR)).isEqualTo(1);
        assertThat(rig.ledger.batches().find(batch.getId()).orElseThrow().state())
                .isEqualTo(BatchState.COLLECTED);
    }

    @Test
    void tellsOnceWhatTokensTheAnswersTook() throws IOException {
        rig.submitted(3);
        BatchInHand batch = rig.ended(Rig.status("completed", 3, 3, 0, Map.of("results", "f1")));
        Map<String, String> files = Map.of("results", rig.good(1, 1) + rig.good(2, 1));
        assertThatThrownBy(() -> rig.bringHome(batch, files)).isInstanceOf(IOException.class);
        assertThat(rig.tokens).isEmpty();
        rig.collect.failed(batch, new IOException("read again"));
        rig.clock.pass(Duration.ofMinutes(1));
        rig.bringHome(rig.collect.claim(), files);
        Usage one = rig.ledger.lists().record(1).orElseThrow().usage();
        assertThat(one.in()).isPositive();
        assertThat(rig.tokens).containsExactly("moods gpt-4o-mini " + one.plus(one));
    }

    @Test
    void keepsFinishedRowsOfAnExpiredBatchAndSendsOnlyTheRestAgain() throws IOException {
        rig.submitted(3);
        BatchInHand batch = rig.ended(Rig.status("expired", 3, 1, 0, Map.of("results", "f1", "errors", "f2")));
        rig.bringHome(batch, Map.of("results", rig.good(2, 1), "errors", rig.notRun(1, 1)));
        assertThat(rig.in(RecordState.COMPLETED)).isEqualTo(1);
        assertThat(rig.in(RecordState.QUEUED)).isEqualTo(2);

        assertThat(rig.assemble.once()).isTrue();
        BatchInHand again = rig.submit.claim();
        assertThat(again.batch().members().size()).isEqualTo(2);
        assertThat(again.batch().members().runs())
                .allSatisfy(run -> assertThat(run.attempt()).isEqualTo(2));
    }

    @Test
    void holdsWhatACancelledBatchDidNotRun() throws IOException {
        BatchInHand submitted = rig.submitted(2);
        rig.ledger.batches().requestCancel(submitted.getId());
        BatchInHand batch = rig.ended(Rig.status("cancelled", 2, 1, 0, Map.of("results", "f1")));
        rig.bringHome(batch, Map.of("results", rig.good(1, 1)));
        assertThat(rig.in(RecordState.COMPLETED)).isEqualTo(1);
        assertThat(rig.in(RecordState.HELD)).isEqualTo(1);
    }

    @Test
    void namesARecordWithoutALineMissingOnlyAfterTwoIdenticalReads() throws IOException {
        rig.submitted(2);
        JobStatus status = Rig.status("completed", 2, 2, 0, Map.of("results", "f1"));
        BatchInHand batch = rig.ended(status);
        Map<String, String> files = Map.of("results", rig.good(1, 1));
        assertThatThrownBy(() -> rig.bringHome(batch, files))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("f1 has 1 lines where the provider counts 2");
        rig.collect.failed(batch, new IOException("read again"));
        assertThat(rig.in(RecordState.SUBMITTED)).isEqualTo(2);

        rig.clock.pass(Duration.ofMinutes(1));
        rig.bringHome(rig.collect.claim(), files);
        assertThat(rig.in(RecordState.COMPLETED)).isEqualTo(1);
        assertThat(rig.in(RecordState.PROVIDER_ERROR)).isEqualTo(1);
    }

    @Test
    void refusesADownloadThatEndsInTheMiddleOfALine() throws IOException {
        rig.submitted(1);
        BatchInHand batch = rig.ended(Rig.status("expired", 1, 1, 0, Map.of("results", "f1")));
        String line = rig.good(1, 1);
        assertThatThrownBy(() -> rig.bringHome(batch, Map.of("results", line.substring(0, 50))))
                .hasMessage("f1 ends in the middle of a line");
        assertThat(rig.ledger.collection().files(batch.getId())).isEmpty();
    }

    @Test
    void takesAFileWithoutItsLastLineFeedWhenTheLengthIsRight() throws IOException {
        rig.submitted(1);
        BatchInHand batch = rig.ended(Rig.status("completed", 1, 1, 0, Map.of("results", "f1")));
        rig.bringHome(batch, Map.of("results", rig.good(1, 1).strip()));
        assertThat(rig.in(RecordState.COMPLETED)).isEqualTo(1);
    }

    @Test
    void movesNothingForUnexpectedIdsAndCountsAnswersGivenTwice() throws IOException {
        rig.submitted(2);
        BatchInHand batch = rig.ended(Rig.status("expired", 2, 2, 0, Map.of("results", "f1")));
        rig.bringHome(
                batch,
                Map.of(
                        "results",
                        rig.good(1, 1)
                                + rig.good(1, 1)
                                + rig.good(2, 7)
                                + rig.good(99, 1)
                                + rig.good(2, 1).replace(rig.customId(2, 1), "someone-elses-id")));
        assertThat(rig.in(RecordState.COMPLETED)).isEqualTo(1);
        assertThat(rig.in(RecordState.QUEUED)).isEqualTo(1);
    }

    @Test
    void retriesAProviderErrorByPolicyAndGivesItToAPersonAtTheCap() throws IOException {
        rig.submitted(1);
        for (int attempt = 1; attempt <= 3; attempt++) {
            BatchInHand batch = rig.ended(Rig.status("completed", 1, 0, 1, Map.of("errors", "f1")));
            rig.bringHome(batch, Map.of("errors", rig.failed(1, attempt, 500, "server_error")));
            if (attempt == 3) {
                break;
            }
            assertThat(rig.in(RecordState.PROVIDER_ERROR)).isEqualTo(1);
            assertThat(rig.assemble.once()).isFalse();
            rig.clock.pass(Duration.ofMinutes(1));
            assertThat(rig.assemble.once()).isTrue();
            rig.creatingAgain().getAttempt().accepted("batch_" + (attempt + 1));
        }
        assertThat(rig.in(RecordState.REVIEW_REQUIRED)).isEqualTo(1);
        assertThat(rig.ledger.todo().nextRetry()).isEmpty();
    }

    @Test
    void blamesOnlyTheLineThatTheProviderBlames() throws IOException {
        rig.submitted(3);
        var failure = new Failure(Failure.Kind.INVALID_REQUEST, true, "invalid_json_line", "line 2 is bad", null, 2);
        BatchInHand batch = rig.ended(new JobStatus("batch_1", "failed", true, 0, 0, 0, Map.of(), failure));
        rig.collect.finish(batch);
        assertThat(rig.in(RecordState.PROVIDER_ERROR)).isEqualTo(1);
        assertThat(rig.in(RecordState.QUEUED)).isEqualTo(2);
    }

    /** Rule 17: their number is burnt, no try of the records is. */
    @Test
    void cutsAnewWhenTheTokenQueueWasFullAndSendsAfterAWait() throws IOException {
        rig.submitted(2);
        var failure = new Failure(Failure.Kind.QUOTA, true, "token_limit_exceeded", "full", null, 0);
        rig.collect.finish(rig.ended(new JobStatus("batch_1", "failed", true, 0, 0, 0, Map.of(), failure)));
        assertThat(rig.ledger.batches().find(1).orElseThrow().state()).isEqualTo(BatchState.DISSOLVED);
        assertThat(rig.in(RecordState.QUEUED)).isEqualTo(2);
        assertThat(rig.assemble.once()).isTrue();
        assertThat(rig.submit.claim()).isNull();
        rig.clock.pass(Duration.ofSeconds(5));
        BatchInHand again = rig.submit.claim();
        assertThat(again.batch().members().runs())
                .extracting(Members.Run::attempt)
                .containsExactly(2);
    }

    /** A create that arrives after its input was deleted is a job that fails: that is nobody's fault. */
    @ParameterizedTest
    @EnumSource(
            value = Failure.Kind.class,
            names = {"FATAL", "INVALID_REQUEST"})
    void sendsAgainWhatFailedBecauseItsInputWasDeletedInDoubt(Failure.Kind kind) throws IOException {
        rig.submit.failed(rig.creating(2), new SocketException("Connection reset"));
        BatchInHand doubt = rig.submit.claim();
        doubt.getSearch().completeNegative();
        doubt.getSearch().toRevoke().forEach(doubt.getSearch()::gone);
        rig.submit.searched(doubt);
        rig.clock.pass(Rig.GRACE);
        BatchInHand late = rig.submit.claim();
        late.getSearch().found("batch_1", late.getSearch().tokens().get(0), null);
        rig.submit.searched(late);
        var failure = new Failure(kind, true, "9", "gs://b/in.jsonl does not exist", null, 0);
        rig.collect.finish(rig.ended(new JobStatus("batch_1", "failed", true, -1, -1, -1, Map.of(), failure)));
        assertThat(rig.ledger.batches().find(1).orElseThrow().state()).isEqualTo(BatchState.COLLECTED);
        assertThat(rig.in(RecordState.QUEUED)).isEqualTo(2);
        assertThat(rig.assemble.once()).isTrue();
        rig.creatingAgain().getAttempt().accepted("batch_2");
        rig.collect.finish(rig.ended(new JobStatus("batch_2", "failed", true, -1, -1, -1, Map.of(), failure)));
        assertThat(rig.ledger.batches().find(2).orElseThrow().state())
                .as("its input was there: it is the file's fault, whatever the provider calls it")
                .isEqualTo(BatchState.DISSOLVED);
        assertThat(rig.in(RecordState.QUEUED)).isEqualTo(2);
    }

    @Test
    void asksForAResultFileAgainWhenTheProviderWantsToBeAsked() throws IOException {
        rig.submitted(1);
        BatchInHand batch = rig.ended(Rig.status("completed", 1, 1, 0, Map.of("results", "f1")));
        batch.getDownloads()
                .get(0)
                .failed(new Failure(Failure.Kind.TRANSIENT, true, "slow_down", "later", Duration.ofMinutes(7), 0));
        rig.collect.finish(batch);
        rig.clock.pass(Duration.ofMinutes(7).minusMillis(1));
        assertThat(rig.collect.claim()).isNull();
        rig.clock.pass(Duration.ofMillis(1));
        assertThat(rig.collect.claim()).isNotNull();
    }

    @Test
    void startsOverAfterACrashInTheMiddleWithoutCountingTwice() throws IOException {
        rig.submitted(2);
        BatchInHand batch = rig.ended(Rig.status("completed", 2, 2, 0, Map.of("results", "f1")));
        Map<String, String> files = Map.of("results", rig.good(1, 1) + rig.good(2, 1));
        for (var download : batch.getDownloads()) {
            byte[] bytes = files.get("results").getBytes(java.nio.charset.StandardCharsets.UTF_8);
            download.save(new java.io.ByteArrayInputStream(bytes), bytes.length);
        }
        rig.collect.failed(batch, new IOException("the disk is full"));
        rig.clock.pass(Duration.ofMinutes(1));
        BatchInHand again = rig.collect.claim();
        assertThat(again.getDownloads()).isEmpty();
        rig.collect.finish(again);
        assertThat(rig.in(RecordState.COMPLETED)).isEqualTo(2);
    }
}
