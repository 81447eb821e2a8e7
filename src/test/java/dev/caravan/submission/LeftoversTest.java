package dev.caravan.submission;

import static dev.caravan.submission.SubmissionRig.EXTRACT;
import static dev.caravan.submission.SubmissionRig.SHIPPED;
import static dev.caravan.submission.SubmissionRig.SHOP;
import static dev.caravan.submission.SubmissionRig.SUMMARIZE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.caravan.ledger.DropState;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.Submissions.Part;
import dev.caravan.ledger.Submissions.Submission;
import dev.caravan.restore.RestoreTestAccess;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of submissions when processes end, ledgers are put back, and time passes. */
class LeftoversTest {
    @TempDir
    Path data;

    private SubmissionRig rig;

    @BeforeEach
    void open() {
        rig = new SubmissionRig(data);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void whatHadNotComeWholeWhenTheProcessEndedIsDeletedAtTheNextStart() throws Exception {
        Ledger there = rig.join();
        there.nodes().duties().take(Leftovers.underWay("batch_left"));
        Upload left = new Upload(there, rig.spool, "batch_left");
        left.add(
                new LineReader(lines(EXTRACT.formatted("a"))).read(),
                SHIPPED.find("extract").orElseThrow());
        String kept = rig.accept(EXTRACT.formatted("a"), null).publicId();

        new Leftovers(rig.ledger, rig.spool).settle();
        assertThat(rig.files()).hasSize(5).contains("drops/1/drop.json");

        // As a kill leaves it: no close of the upload.
        there.close();
        new Leftovers(rig.ledger, rig.spool).settle();
        assertThat(rig.files())
                .containsExactly(
                        "drops/2/drop.json",
                        "drops/2/source.jsonl",
                        "submissions/" + kept + "/body.jsonl",
                        "submissions/" + kept + "/submission.json");
        assertThat(rig.ledger.drops().find(1).orElseThrow().state()).isEqualTo(DropState.VOID);
        assertThat(rig.ledger.drops().claimForRead().orElseThrow().dropId()).isEqualTo(2);
    }

    private static BodyLines lines(String body) throws IOException, RefusedSubmission {
        BodyLines lines = new BodyLines(new ByteArrayInputStream(body.getBytes(UTF_8)), new Limits(1_000, 5, 1_000));
        assertThat(lines.next()).isTrue();
        return lines;
    }

    @Test
    void whatWasDurableBeforeTheLedgerWasToldIsAccepted() throws Exception {
        String id = rig.accept(EXTRACT.formatted("a"), "k").publicId();
        Submission before = rig.ledger.submissions().find("default", id).orElseThrow();
        // As if the process had been killed right before its transaction.
        rig.offline(() -> rig.sql(
                "DELETE FROM submission",
                "DELETE FROM submission_drop",
                "UPDATE \"drop\" SET state = 1, spool_path = NULL"));
        assertThat(rig.ledger.submissions().find("default", id)).isEmpty();

        new Leftovers(rig.ledger, rig.spool).settle();
        new Leftovers(rig.ledger, rig.spool).settle();

        assertThat(rig.ledger.submissions().find("default", id)).contains(before);
        assertThat(rig.ledger.drops().claimForRead().orElseThrow().spoolPath()).isEqualTo("drops/1/source.jsonl");
        assertThat(rig.accept(EXTRACT.formatted("a"), "k").repeated()).isTrue();
    }

    @Test
    void aLedgerOfAnEarlierDayFindsItAgain() throws Exception {
        Path older = data.resolve("older.db");
        RestoreTestAccess.start(rig.ledger, rig.spool, data, () -> false);
        rig.offline(() -> java.nio.file.Files.copy(rig.db, older));
        RestoreTestAccess.start(rig.ledger, rig.spool, data, () -> false);
        String id = rig.accept(EXTRACT.formatted("a") + SUMMARIZE.formatted("b"), "k")
                .publicId();
        rig.offline(() -> java.nio.file.Files.move(older, rig.db, StandardCopyOption.REPLACE_EXISTING));

        RestoreTestAccess.start(rig.ledger, rig.spool, data, () -> false);
        new Leftovers(rig.ledger, rig.spool).settle();

        Submission again = rig.ledger.submissions().find("default", id).orElseThrow();
        assertThat(again.lines()).isEqualTo(2);
        assertThat(rig.ledger.submissions().parts(again.id()))
                .extracting(Part::operation, Part::path)
                .containsExactly(tuple("extract", "drops/1/source.jsonl"), tuple("summarize", "drops/2/source.jsonl"));
        assertThat(rig.ledger.drops().claimForRead().orElseThrow().dropId()).isEqualTo(1);
        assertThat(rig.accept(EXTRACT.formatted("a") + SUMMARIZE.formatted("b"), "k")
                        .publicId())
                .isEqualTo(id);
    }

    @Test
    void theFilesOfOneGoWithThePayloadsOfItsDrops() throws Exception {
        String old = rig.accept(EXTRACT.formatted("a"), "k").publicId();
        String kept = rig.accept(EXTRACT.formatted("a"), null).publicId();
        rig.offline(() -> rig.sql(
                "UPDATE submission SET state = 2, output_path = 'submissions/x/output-1.jsonl'",
                "UPDATE \"drop\" SET purge = 2 WHERE id = 1"));

        new Finish(rig.ledger, rig.spool, unused(), rig.uploads(), System::nanoTime).purge();

        assertThat(rig.files()).noneMatch(path -> path.startsWith("submissions/" + old));
        assertThat(rig.files()).contains("submissions/" + kept + "/body.jsonl");
        assertThat(rig.ledger.submissions().find("default", old).orElseThrow().output())
                .isNull();
        assertThat(rig.ledger.submissions().find("default", kept).orElseThrow().output())
                .isNotNull();
        assertThat(rig.accept(EXTRACT.formatted("a"), "k").publicId()).isEqualTo(old);
    }

    /** A ledger from before the deletion knows it, and its drops are over. */
    @Test
    void oneWhoseBodyWasDeletedByAgeEndsWithoutAnOutput() throws Exception {
        String id = rig.accept(EXTRACT.formatted("a"), null).publicId();
        rig.offline(() -> rig.sql("UPDATE \"drop\" SET state = 4, purge = 2"));
        Files.delete(rig.spool, "submissions/" + id + "/");
        Finish finish = new Finish(rig.ledger, rig.spool, unused(), rig.uploads(), System::nanoTime);

        assertThat(rig.ledger.counts().settled()).isFalse();
        assertThat(finish.once()).isTrue();
        assertThat(finish.once()).isFalse();
        assertThat(rig.ledger.counts().settled()).isTrue();

        Submitted.View view =
                new Submitted(rig.ledger, rig.spool).find(SHOP, id).orElseThrow();
        assertThat(view.status()).isEqualTo(Submitted.Status.FAILED);
        assertThat(view.failed()).isEqualTo(1);
        assertThat(view.output()).isFalse();
    }

    @Test
    void aCancelStopsTheDropsAndIsToldOnce() throws Exception {
        String id = rig.accept(EXTRACT.formatted("a") + SUMMARIZE.formatted("b"), null)
                .publicId();
        Submitted submitted = new Submitted(rig.ledger, rig.spool);

        Caller foreign = new Caller("outsider", "sales");
        assertThat(submitted.cancel(foreign, id)).isEmpty();
        assertThat(submitted.find(foreign, id)).isEmpty();
        assertThat(submitted.output(foreign, id)).isEmpty();
        assertThat(submitted.find(SHOP, id).orElseThrow().cancelledAt()).isNull();
        Submitted.View view = submitted.cancel(SHOP, id).orElseThrow();

        assertThat(view.cancelledAt()).isNotNull();
        assertThat(view.status()).isEqualTo(Submitted.Status.QUEUED);
        assertThat(rig.ledger.cancels().drops(rig.ledger.recipes().taskId("extract")))
                .isEmpty();
        assertThat(submitted.cancel(SHOP, id)).contains(view);
    }

    private OutputWriter unused() {
        return new OutputWriter(rig.ledger, rig.spool, null, null, Clock.systemUTC());
    }
}
