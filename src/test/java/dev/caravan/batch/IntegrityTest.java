package dev.caravan.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.ledger.Assembly;
import dev.caravan.ledger.BatchState;
import dev.caravan.ledger.Batches.Try;
import dev.caravan.ledger.Collection.Outcome;
import dev.caravan.ledger.Collection.ResultAt;
import dev.caravan.ledger.Collection.ResultFile;
import dev.caravan.ledger.Collection.Usage;
import dev.caravan.ledger.EventKind;
import dev.caravan.ledger.Events;
import dev.caravan.ledger.LedgerException;
import dev.caravan.ledger.RecordState;
import dev.caravan.ledger.TryState;
import dev.caravan.provider.Download;
import dev.caravan.provider.Failure;
import dev.caravan.spool.SpoolMarks;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rule 24: files of the spool that are no longer what was written are recognised, and repaired or made again. */
class IntegrityTest {
    @TempDir
    Path folder;

    private Rig rig;

    enum Damage {
        GONE,
        EMPTY,
        SHORT,
        OTHER;

        void to(Path file) throws IOException {
            byte[] bytes = Files.readAllBytes(file);
            switch (this) {
                case GONE -> Files.delete(file);
                case EMPTY -> Files.write(file, new byte[0]);
                case SHORT -> Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));
                case OTHER -> {
                    bytes[bytes.length / 2] ^= 1;
                    Files.write(file, bytes);
                }
            }
        }
    }

    @BeforeEach
    void open() {
        rig = new Rig(folder);
    }

    @AfterEach
    void addsUp() {
        assertThat(rig.ledger.counts().recount()).isEmpty();
        rig.close();
    }

    private Path spooled(String path) {
        return folder.resolve("spool").resolve(path);
    }

    @ParameterizedTest
    @EnumSource
    void cutsABatchAgainWhoseRequestFileIsDamaged(Damage damage) throws IOException {
        rig.drop(3);
        rig.assemble.once();
        damage.to(spooled("batches/1/requests.jsonl"));
        assertThat(rig.submit.claim()).isNull();
        assertThat(rig.ledger.batches().find(1).orElseThrow().state()).isEqualTo(BatchState.DISSOLVED);
        assertThat(rig.ledger.assembly().candidates(1, 0, 10))
                .extracting(Assembly.Candidate::attempt)
                .containsExactly(2, 2, 2);
        assertThat(rig.ledger.events().of("batch 1", 10)).singleElement().satisfies(event -> {
            assertThat(event.kind()).isEqualTo(EventKind.SPOOL_DAMAGED);
            assertThat(event.body()).startsWith("batches/1/requests.jsonl ");
        });
        assertThat(rig.assemble.once()).isTrue();
        BatchInHand again = rig.creatingAgain();
        assertThat(again.getId()).isEqualTo(2);
        assertThat(again.batch().members().size()).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource
    void fetchesAResultFileAgainThatWasDamagedAfterItWasHome(Damage damage) throws IOException {
        rig.submitted(2);
        BatchInHand batch = rig.ended(Rig.status("completed", 2, 2, 0, Map.of("results", "file-out")));
        String results = rig.good(1, 1) + rig.good(2, 1);
        save(batch, results);
        damage.to(spooled(file().path()));
        rig.collect.failed(batch, new IOException("the disk"));
        rig.clock.pass(Duration.ofSeconds(11));
        BatchInHand again = rig.collect.claim();
        assertThat(again.getDownloads()).extracting(Download::fileId).containsExactly("file-out");
        assertThat(rig.ledger.events().counts()).isEqualTo(Map.of(EventKind.SPOOL_DAMAGED, 1L));
        rig.bringHome(again, Map.of("results", results));
        assertThat(rig.in(RecordState.COMPLETED)).isEqualTo(2);
        assertThat(file().path()).isEqualTo("batches/1/results-" + again.claim().fence() + ".jsonl");
    }

    @Test
    void takesNoOtherBytesForAFileWhoseLinesAreInTheLedger() throws IOException {
        rig.submitted(2);
        BatchInHand batch = rig.ended(Rig.status("completed", 2, 2, 0, Map.of("results", "file-out")));
        save(batch, rig.good(1, 1) + rig.good(2, 1));
        var first = new Outcome(1, 1, RecordState.COMPLETED, "ok", "", null, false, 0, new ResultAt(0, 0), Usage.NONE);
        rig.ledger.collection().apply(batch.claim(), List.of(first));
        Damage.EMPTY.to(spooled(file().path()));
        rig.collect.failed(batch, new IOException("the disk"));
        rig.clock.pass(Duration.ofSeconds(11));
        BatchInHand again = rig.collect.claim();
        assertThatThrownBy(() -> save(again, rig.good(2, 1) + rig.good(1, 1)))
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("Bring the file back from a backup of the spool");
        rig.bringHome(again, Map.of("results", rig.good(1, 1) + rig.good(2, 1)));
        assertThat(rig.in(RecordState.COMPLETED)).isEqualTo(2);
    }

    private String answer() throws IOException {
        var member = rig.ledger.publications().members(publication(), 0, 1).get(0);
        try (AnswerReader reader = rig.answers.open()) {
            byte[] json = reader.valueOf(new AnswerReader.Answer(
                    member.batchId(), member.recordId(), member.recipeId(), member.file(), member.result()));
            return new String(json, StandardCharsets.UTF_8);
        }
    }

    /** Of the task's two completed records; the same at every call. */
    private long publication() {
        var left = rig.ledger.publications().leftOpen();
        return left.isEmpty()
                ? rig.ledger.publications().open(1, 10).orElseThrow().id()
                : left.get(0).id();
    }

    @ParameterizedTest
    @EnumSource
    void fetchesAResultFileAgainThatWasDamagedAfterItsBatchWasCollectedAndPublishesNothingOfIt(Damage damage)
            throws IOException {
        rig.submitted(2);
        BatchInHand batch = rig.ended(Rig.status("completed", 2, 2, 0, Map.of("results", "file-out")));
        String results = rig.good(1, 1) + rig.good(2, 1);
        rig.bringHome(batch, Map.of("results", results));
        assertThat(rig.collect.claim()).isNull();
        damage.to(spooled(file().path()));
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(this::answer)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("Nothing of it is published; it is fetched again from the provider");
        }
        assertThat(rig.ledger.events().counts()).isEqualTo(Map.of(EventKind.SPOOL_DAMAGED, 1L));

        BatchInHand mend = rig.collect.claim();
        assertThat(mend.getDownloads()).extracting(Download::fileId).containsExactly("file-out");
        assertThatThrownBy(() -> save(mend, rig.good(2, 1) + rig.good(1, 1)))
                .hasMessageContaining("Bring the file back from a backup of the spool");
        rig.bringHome(mend, Map.of("results", results));
        assertThat(rig.ledger.batches().find(1).orElseThrow().state()).isEqualTo(BatchState.COLLECTED);
        assertThat(rig.in(RecordState.COMPLETED)).isEqualTo(2);
        assertThat(answer()).startsWith("{");
        assertThat(rig.collect.claim()).isNull();
        assertThat(rig.assemble.once()).as("nothing is paid again").isFalse();
    }

    @Test
    void takesAResultFileThatSomebodyBroughtBackWhereTheProviderNoLongerHasIt() throws IOException {
        rig.submitted(1);
        BatchInHand batch = rig.ended(Rig.status("completed", 1, 1, 0, Map.of("results", "file-out")));
        rig.bringHome(batch, Map.of("results", rig.good(1, 1)));
        Path file = spooled(file().path());
        byte[] bytes = Files.readAllBytes(file);
        Damage.SHORT.to(file);
        assertThatThrownBy(this::answer).isInstanceOf(IOException.class);
        rig.clock.pass(Duration.ofDays(365));
        BatchInHand mend = rig.collect.claim();
        mend.getDownloads()
                .get(0)
                .absent(new Failure(Failure.Kind.INVALID_REQUEST, true, "http_404", "no such file", null, 0));
        rig.collect.finish(mend);
        assertThat(rig.in(RecordState.COMPLETED)).isEqualTo(1);
        assertThat(rig.ledger.lists().batch(1).orElseThrow().note())
                .isEqualTo("no results file yet (http_404: no such file). Bring it back from a backup of the spool: "
                        + folder.resolve("spool").relativize(file));
        assertThat(rig.collect.claim()).isNull();
        Files.write(file, bytes);
        rig.clock.pass(Duration.ofMinutes(5));
        BatchInHand again = rig.collect.claim();
        assertThat(again.getDownloads()).isEmpty();
        rig.collect.finish(again);
        assertThat(answer()).startsWith("{");
        assertThat(rig.collect.claim()).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void holdsTheRecordsOfADamagedSegmentAndSendsTheOthers(Damage damage) throws IOException {
        rig.drop(3);
        Path segment = spooled("drops/1/segment-1.jsonl.zst");
        damage.to(segment);
        rig.drop("s", 2);
        assertThat(rig.assemble.once()).isTrue();
        assertThat(rig.ledger.batches().find(1).orElseThrow().members().size()).isEqualTo(2);
        assertThat(rig.in(RecordState.HELD)).isEqualTo(3);
        assertThat(rig.ledger.events().of("drop 1", 10))
                .singleElement()
                .extracting(Events.Event::body)
                .asString()
                .startsWith("Segment drops/1/segment-1.jsonl.zst ");
    }

    /** Rules 18 and 19: a process whose spool was taken over by a newer start sends nothing more. */
    @ParameterizedTest(name = "after {0}")
    @ValueSource(ints = {1, 3})
    void sendsNothingWhenAnotherStartHasTheSpool(int starts) throws IOException {
        rig.drop(2);
        rig.assemble.once();
        SpoolMarks.start(rig.spool, rig.ledger.lineage().identity().incarnation() + starts);
        assertThatThrownBy(rig::creatingAgain)
                .hasMessage(
                        "another copy of this ledger has taken its spool over, so nothing more is sent from here; stop"
                                + " this process");
        assertThat(rig.ledger.batches().find(1).orElseThrow().state()).isEqualTo(BatchState.ASSEMBLED);
        assertThat(rig.ledger.batches().tries(1)).extracting(Try::state).containsExactly(TryState.UPLOADED);
        assertThat(rig.spool.exists("batches/1/try-1.json"))
                .as("the newer start must be able to see it")
                .isTrue();
    }

    private ResultFile file() {
        return rig.ledger.collection().files(1).get(0);
    }

    private static void save(BatchInHand batch, String results) throws IOException {
        byte[] bytes = results.getBytes(StandardCharsets.UTF_8);
        batch.getDownloads().get(0).save(new ByteArrayInputStream(bytes), bytes.length);
    }
}
