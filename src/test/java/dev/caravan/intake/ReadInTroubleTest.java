package dev.caravan.intake;

import static dev.caravan.testkit.FaultySpool.Call.LOOK;
import static dev.caravan.testkit.FaultySpool.Call.OPEN;
import static dev.caravan.testkit.FaultySpool.Call.READ;
import static dev.caravan.testkit.FaultySpool.Call.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.intake.csv.CsvFormat;
import dev.caravan.intake.text.TextFormat;
import dev.caravan.ledger.DropState;
import dev.caravan.spool.LocalSpool;
import dev.caravan.spool.Spool;
import dev.caravan.spool.SpoolTestAccess;
import dev.caravan.spool.StorageException;
import dev.caravan.testkit.FaultySpool;
import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is full and a spool that does not answer: drops wait, and nobody has to do anything about them. */
class ReadInTroubleTest {
    @TempDir
    Path data;

    private IntakeFixture intake;
    private FaultySpool faulty;
    private Spool spool;
    private Arrivals arrivals;
    private Receive receive;
    private Read read;
    private long nanos;

    @BeforeEach
    void start() {
        intake = new IntakeFixture(data, false);
        faulty = new FaultySpool(new LocalSpool(data.resolve("spool")));
        spool = SpoolTestAccess.telling(faulty, data.resolve("spool"));
        arrivals = new Arrivals(intake.ledger, spool);
        receive = new Receive(intake.ledger, spool, intake.tasks, intake.inbox, arrivals);
        var ways = new DropFiles.Ways(intake.ledger.drops(), task -> 5, Clock.systemUTC());
        var files = new DropFiles(spool, new Formats(List.of(new CsvFormat(), new TextFormat())), intake.inbox, ways);
        var pause = new Pause(() -> nanos);
        read = new Read(intake.ledger, intake.tasks, files, arrivals, intake.huge(pause), pause);
    }

    private void drop(String text) throws IOException {
        receive.take(intake.drop("triage/a.csv", text).toFile(), "triage");
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
    }

    private List<String> objects() throws IOException {
        try (Stream<String> all = intake.spool.list("drops/")) {
            return all.sorted().toList();
        }
    }

    @Test
    void waitsForAFullDiskHoweverLongAndLeavesNoHalfSegmentBehind() throws IOException {
        drop("id,body\n1,a\n2,b\n");
        faulty.refuse(WRITE, "segment", 20, FaultySpool::full);
        for (int i = 0; i < 20; i++) {
            assertThat(read.once()).isTrue();
            assertThat(intake.entry(1).state).isEqualTo(DropState.READING);
            assertThat(objects()).containsExactly("drops/1/drop.json", "drops/1/source.csv");
            assertThat(read.once()).as("within the pause").isFalse();
            pass(Duration.ofMinutes(1));
        }
        assertThat(faulty.refused()).hasSize(20);
        assertThat(read.once()).isTrue();
        assertThat(intake.entry(1).state).isEqualTo(DropState.SEALED);
        assertThat(intake.entry(1).rows.keySet()).containsExactly("1", "2");
        assertThat(intake.failed("triage")).isEmpty();
    }

    @Test
    void pausesTwiceAsLongEachTimeUpToAMinuteAndStartsShortAgain() {
        Pause pause = new Pause(() -> nanos);
        assertThat(pause.isOn()).isFalse();
        for (int seconds : new int[] {1, 2, 4, 8, 16, 32, 60, 60}) {
            assertThat(pause.begin()).isEqualTo(Duration.ofSeconds(seconds));
            pass(Duration.ofSeconds(seconds).minusNanos(1));
            assertThat(pause.isOn()).isTrue();
            pass(Duration.ofNanos(1));
            assertThat(pause.isOn()).isFalse();
        }
        pause.end();
        assertThat(pause.begin()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void doesNotBlameAFileForASpoolThatBreaksOffInTheMiddle() throws IOException {
        drop("id,body\n" + "1,a\n".repeat(100));
        faulty.refuse(OPEN, "source", 4, () -> new IOException("s3://b/x: 503 slow down"));
        faulty.refuse(READ, "source", 4, () -> new SocketException("Connection reset"));
        for (int i = 0; i < 8; i++) {
            assertThat(read.once()).isTrue();
            pass(Duration.ofMinutes(1));
        }
        assertThat(intake.entry(1).state).isEqualTo(DropState.READING);
        assertThat(read.once()).isTrue();
        assertThat(intake.entry(1).state).isEqualTo(DropState.SEALED);
        assertThat(intake.entry(1).duplicates).isEqualTo(99);
    }

    @Test
    void tellsWhichFolderIsFullAndHowMuchIsFree() throws IOException {
        faulty.refuse(WRITE, "", 1, FaultySpool::full);
        try (var out = spool.create("batches/7/requests.jsonl")) {
            assertThatThrownBy(() -> out.write(new byte[10]))
                    .isInstanceOf(StorageException.class)
                    .hasMessageMatching(
                            "The spool in .*/spool could not write batches/7/requests\\.jsonl\\. The disk of"
                                    + " .*/spool is full \\(\\d+ MB free\\)\\. Make room there; Caravan goes on by itself");
        }
        assertThat(spool.exists("batches/7/requests.jsonl")).isFalse();
        try (Stream<Path> left = Files.list(data.resolve("spool/.tmp"))) {
            assertThat(left).isEmpty();
        }
    }

    /** The bytes are in the spool, and then neither spool nor ledger says so. */
    @Test
    void receivesAFileByItselfWhenItWasNotKnownWhetherItArrived() throws IOException {
        faulty.refuse(LOOK, "drops/1", 3, () -> new IOException("s3://b/x: 503 slow down"));
        assertThatThrownBy(() -> drop("id,body\n1,a\n")).isInstanceOf(StorageException.class);
        assertThat(intake.entry(1).state).isEqualTo(DropState.ARRIVING);
        read.once();
        assertThat(intake.entry(1).state).isEqualTo(DropState.ARRIVING);
        read.once();
        assertThat(intake.entry(1).state).isEqualTo(DropState.SEALED);
        assertThat(intake.entry(1).rows.keySet()).containsExactly("1");
    }
}
