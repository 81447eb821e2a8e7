package dev.caravan.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.ledger.DropState;
import dev.caravan.ledger.Drops;
import dev.caravan.spool.LocalSpool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReceiveTest {
    @TempDir
    Path data;

    private IntakeFixture intake;

    @BeforeEach
    void start() {
        intake = new IntakeFixture(data, false);
    }

    @Test
    void takesAFileIntoTheSpool() throws IOException {
        Path file = intake.drop("triage/night/Tickets ö.2026.CSV.gz", "bytes");
        intake.receive.take(file.toFile(), "triage");
        assertThat(file).doesNotExist();
        MemoryDrops.Entry drop = intake.entry(1);
        assertThat(drop.state).isEqualTo(DropState.RECEIVED);
        assertThat(drop.path).isEqualTo("drops/1/source.csv.gz");
        assertThat(drop.drop)
                .isEqualTo(new Drops.NewDrop(1, "inbox", file.toUri().toString(), null));
        assertThat(data.resolve("spool/drops/1/source.csv.gz")).hasContent("bytes");
    }

    @Test
    void findsTheTaskByTheFolderIfNoneIsNamed() throws IOException {
        intake.receive.take(intake.drop("triage/a/b/x.csv", "").toFile(), null);
        assertThat(intake.entry(1).state).isEqualTo(DropState.RECEIVED);
    }

    @Test
    void leavesFilesAloneThatAreGoneOrNotFinished() throws IOException {
        intake.receive.take(intake.inboxFolder.resolve("triage/gone.csv").toFile(), "triage");
        for (String name : List.of(".hidden.csv", "x.csv.part", "x.TMP", "x.filepart", "x.crdownload")) {
            Path file = intake.drop("triage/" + name, "");
            intake.receive.take(file.toFile(), "triage");
            assertThat(file).exists();
        }
        assertThat(intake.ledger.drops.entries).isEmpty();
    }

    @Test
    void putsFilesOfUnknownTasksAway() throws IOException {
        intake.receive.take(intake.drop("traige/x.csv", "1").toFile(), "traige");
        intake.receive.take(intake.drop("traige/sub/x.csv", "2").toFile(), "traige");
        String reason =
                "x.csv was not taken. There is no task \"traige\". Known: triage. A file goes into the inbox folder"
                        + " named like its task. Nothing of it was read. Correct this and drop it again.\n";
        assertThat(intake.failed("traige"))
                .containsExactly(
                        "x-2.csv: 2", "x-2.csv.reason.txt: " + reason, "x.csv: 1", "x.csv.reason.txt: " + reason);
        assertThat(intake.ledger.drops.entries).isEmpty();
    }

    @Test
    void putsHostileNamesAway() throws IOException {
        intake.receive.take(intake.drop("triage/a\nb.csv", "1").toFile(), "triage");
        intake.receive.take(intake.drop("triage/x.csv", "2").toFile(), "../../etc");
        List<String> failed = intake.failed("triage");
        assertThat(failed.get(0)).isEqualTo("a_b.csv: 1");
        assertThat(failed.get(1))
                .startsWith("a_b.csv.reason.txt: a_b.csv was not taken. Its name holds control characters.");
        assertThat(failed.get(2)).isEqualTo("x.csv: 2");
        assertThat(failed.get(3)).contains("There is no task \"_.._.._etc\".");
        assertThat(intake.ledger.drops.entries).isEmpty();
    }

    @Test
    void followsNoLinks() throws IOException {
        Path secret = Files.createDirectories(data.resolve("elsewhere"));
        Path outside = Files.writeString(secret.resolve("secret.csv"), "s");
        Path triage = Files.createDirectories(intake.inboxFolder.resolve("triage"));
        Path link = Files.createSymbolicLink(triage.resolve("link.csv"), outside);
        Path folder = Files.createSymbolicLink(triage.resolve("folder"), secret);
        intake.receive.take(link.toFile(), "triage");
        intake.receive.take(folder.resolve("secret.csv").toFile(), "triage");
        assertThat(outside).hasContent("s");
        assertThat(link).doesNotExist();
        assertThat(folder).doesNotExist();
        assertThat(triage.resolve(".failed/link.csv")).isSymbolicLink();
        assertThat(triage.resolve(".failed/folder")).isSymbolicLink();
        assertThat(intake.ledger.drops.entries).isEmpty();
    }

    @Test
    void endsWhatAnEarlierProcessBegan() throws IOException {
        var drops = intake.ledger.drops;
        long taken = drops.arriving(new Drops.NewDrop(1, "inbox", "file:/x.csv", null));
        long lost = drops.arriving(new Drops.NewDrop(1, "inbox", "file:/y.csv", null));
        intake.spool.take(intake.drop("triage/x.csv", "1"), "drops/" + taken + "/source.csv");
        intake.receive.recoverArriving();
        assertThat(intake.entry(taken).state).isEqualTo(DropState.RECEIVED);
        assertThat(intake.entry(taken).path).isEqualTo("drops/1/source.csv");
        assertThat(intake.entry(lost).state).isEqualTo(DropState.VOID);
    }

    @Test
    void settlesADropLaterOfWhichTheSpoolCouldNotSayWhetherItHasTheBytes() throws IOException {
        boolean[] fails = {true};
        LocalSpool spool = new LocalSpool(data.resolve("spool")) {
            @Override
            public void take(Path from, String path) throws IOException {
                super.take(from, path);
                if (fails[0]) {
                    throw new IOException("no answer");
                }
            }

            @Override
            public Stream<String> list(String prefix) throws IOException {
                if (fails[0]) {
                    throw new IOException("no answer again");
                }
                return super.list(prefix);
            }
        };
        Receive receive =
                new Receive(intake.ledger, spool, intake.tasks, intake.inbox, new Arrivals(intake.ledger, spool));
        Path first = intake.drop("triage/a.csv", "1");
        assertThatThrownBy(() -> receive.take(first.toFile(), "triage")).hasMessage("no answer");
        assertThat(intake.entry(1).state).isEqualTo(DropState.ARRIVING);
        fails[0] = false;
        receive.take(intake.drop("triage/b.csv", "2").toFile(), "triage");
        assertThat(intake.entry(1).state).isEqualTo(DropState.RECEIVED);
        assertThat(intake.entry(1).path).isEqualTo("drops/1/source.csv");
        assertThat(intake.entry(2).path).isEqualTo("drops/2/source.csv");
    }

    @Test
    void knowsWhetherAFileWaits() throws IOException {
        assertThat(intake.inbox.isEmpty()).isTrue();
        intake.drop("readme.txt", "");
        intake.drop("triage/.failed/x.csv", "");
        intake.drop("triage/.failed/x.csv.reason.txt", "");
        intake.drop("triage/.hidden", "");
        intake.drop("triage/sub/x.csv.part", "");
        assertThat(intake.inbox.isEmpty()).isTrue();
        Path waiting = intake.drop("unknown/sub/x.csv", "");
        assertThat(intake.inbox.isEmpty()).isFalse();
        Files.delete(waiting);
        assertThat(intake.inbox.isEmpty()).isTrue();
    }
}
