package dev.caravan.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.ledger.BatchState;
import dev.caravan.ledger.EventKind;
import dev.caravan.ledger.RecordState;
import dev.caravan.provider.Download;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules 20 and 23: what is broken in a result file costs the records it was about, and no others. */
class CorruptedResultsTest {
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
        assertThat(rig.ledger.counts().total().conserved()).isTrue();
        rig.close();
    }

    private BatchInHand ended(int records, int lines) throws IOException {
        rig.submitted(records);
        return rig.ended(Rig.status("completed", records, lines, 0, Map.of("results", "f1")));
    }

    // Its arguments can't be in a name: a report in XML knows no NUL.
    @ParameterizedTest(name = "{index}")
    @ValueSource(
            strings = {
                "this is no JSON",
                "\0\0\0\0\0\0\0\0",
                "{\"id\":\"q\",\"custom_id\":\"",
                "[[[[[[[[[[[[[[[[[[[[",
                "{\"custom_id\":\"czzzzzz1-1-1\",\"response\":{\"status_code\":200,\"body\":{}},\"error\":null}",
                "{\"custom_id\":\"\",\"response\":null,\"error\":null}",
                "{\"custom_id\":12,\"response\":[],\"error\":false}",
                "\u001f\u008b\b\0garbage",
                "\ud83d"
            })
    void sendsARecordAgainWhoseLineIsBrokenAndKeepsTheOthers(String broken) throws IOException {
        BatchInHand batch = ended(3, 3);
        rig.bringHome(batch, Map.of("results", rig.good(1, 1) + broken + "\n" + rig.good(3, 1)));
        assertThat(rig.in(RecordState.COMPLETED)).isEqualTo(2);
        assertThat(rig.in(RecordState.PROVIDER_ERROR)).isEqualTo(1);
        assertThat(rig.ledger.batches().find(batch.getId()).orElseThrow().state())
                .isEqualTo(BatchState.COLLECTED);
    }

    @Test
    void takesALineThatIsCutForItsRecordIfItStillNamesIt() throws IOException {
        BatchInHand batch = ended(2, 2);
        String cut = rig.good(2, 1).substring(0, 90) + "\n";
        rig.bringHome(batch, Map.of("results", rig.good(1, 1) + cut));
        assertThat(rig.in(RecordState.COMPLETED)).isEqualTo(1);
        assertThat(rig.in(RecordState.PROVIDER_ERROR)).isEqualTo(1);
    }

    @Test
    void countsIdsOfOtherAttemptsAndRecordsAndDoublesButMovesNothingByThem() throws IOException {
        BatchInHand batch = ended(2, 5);
        rig.bringHome(
                batch,
                Map.of(
                        "results",
                        rig.good(1, 1) + rig.good(1, 1) + rig.good(1, 9) + rig.good(999, 1) + rig.good(2, 1)));
        assertThat(rig.in(RecordState.COMPLETED)).isEqualTo(2);
    }

    @Test
    void readsAFileAgainThatIsShorterThanAnnounced() throws IOException {
        BatchInHand batch = ended(2, 2);
        byte[] whole = (rig.good(1, 1) + rig.good(2, 1)).getBytes(StandardCharsets.UTF_8);
        int half = rig.good(1, 1).length();
        var download = batch.getDownloads().get(0);
        assertThatThrownBy(() -> download.save(new ByteArrayInputStream(whole, 0, half), whole.length))
                .isInstanceOf(IOException.class)
                .hasMessage("f1 ended after " + half + " of " + whole.length + " bytes");
        assertThat(rig.in(RecordState.SUBMITTED)).isEqualTo(2);
        download.save(new ByteArrayInputStream(whole), whole.length);
        rig.collect.finish(batch);
        assertThat(rig.in(RecordState.COMPLETED)).isEqualTo(2);
    }

    @Test
    void believesAnEmptyFileOnlyWhenItIsEmptyTwice() throws IOException {
        BatchInHand batch = ended(2, 2);
        var download = batch.getDownloads().get(0);
        assertThatThrownBy(() -> download.save(new ByteArrayInputStream(new byte[0]), 0))
                .hasMessage("f1 has 0 lines where the provider counts 2; it is read again");
        assertThat(rig.in(RecordState.SUBMITTED)).isEqualTo(2);
        download.save(new ByteArrayInputStream(new byte[0]), 0);
        rig.collect.finish(batch);
        assertThat(rig.in(RecordState.PROVIDER_ERROR)).isEqualTo(2);
    }

    /** Rule 23: it is never read for ever, and what is whole in it counts. */
    @Test
    void takesAFileThatEndsInTheMiddleOfTheSameLineTwiceUpToItsLastWholeLine() throws IOException {
        BatchInHand batch = ended(3, 3);
        var download = batch.getDownloads().get(0);
        String cut = rig.good(1, 1) + rig.good(2, 1) + rig.good(3, 1).substring(0, 40);
        String shorter = cut.substring(0, cut.length() - 1);
        for (String read : new String[] {cut, shorter}) {
            assertThatThrownBy(() -> save(download, read)).hasMessage("f1 ends in the middle of a line");
        }
        assertThat(rig.ledger.collection().files(batch.getId())).isEmpty();
        save(download, shorter);
        rig.collect.finish(batch);
        assertThat(rig.in(RecordState.COMPLETED)).isEqualTo(2);
        assertThat(rig.in(RecordState.PROVIDER_ERROR)).isEqualTo(1);
        assertThat(rig.ledger.events().of(batch.toString(), 10)).singleElement().satisfies(event -> {
            assertThat(event.kind()).isEqualTo(EventKind.RESULTS_CUT);
            assertThat(event.body())
                    .contains("the results file f1 ended in the middle of a line twice")
                    .contains("Its 2 whole lines are taken, the last 39 bytes are not");
        });
    }

    @Test
    void takesAFileWholeThatWasCutOnlyWhenItWasReadFirst() throws IOException {
        BatchInHand batch = ended(2, 2);
        var download = batch.getDownloads().get(0);
        String whole = rig.good(1, 1) + rig.good(2, 1);
        assertThatThrownBy(() -> save(download, whole.substring(0, whole.length() - 9)))
                .hasMessage("f1 ends in the middle of a line");
        assertThatThrownBy(() -> save(download, whole))
                .hasMessage("f1 is whole now, and is read again as it was not before");
        save(download, whole);
        rig.collect.finish(batch);
        assertThat(rig.in(RecordState.COMPLETED)).isEqualTo(2);
        assertThat(rig.ledger.events().of(batch.toString(), 10)).isEmpty();
    }

    /** The provider says how much there is: the rest is on its way, and is waited for. */
    @Test
    void neverCutsAFileWhoseConnectionWasLost() throws IOException {
        BatchInHand batch = ended(2, 2);
        var download = batch.getDownloads().get(0);
        byte[] cut = (rig.good(1, 1) + "{\"half").getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 4; i++) {
            assertThatThrownBy(() -> download.save(new ByteArrayInputStream(cut), 10_000))
                    .hasMessage("f1 ended after " + cut.length + " of 10000 bytes");
        }
        assertThat(rig.in(RecordState.SUBMITTED)).isEqualTo(2);
    }

    private static void save(Download download, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        download.save(new ByteArrayInputStream(bytes), -1);
    }

    /** Nobody knows what is in it: it is never taken for a batch without results, which would be paid again. */
    @Test
    void doesNotTakePackedBytesForResults() throws IOException {
        BatchInHand batch = ended(2, 2);
        byte[] packed = gzip(rig.good(1, 1) + rig.good(2, 1));
        var download = batch.getDownloads().get(0);
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> download.save(new ByteArrayInputStream(packed), packed.length))
                    .isInstanceOf(IOException.class);
        }
        assertThat(rig.in(RecordState.SUBMITTED)).isEqualTo(2);
    }

    private static byte[] gzip(String text) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
