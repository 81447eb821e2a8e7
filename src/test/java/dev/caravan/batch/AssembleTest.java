package dev.caravan.batch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.ledger.BatchState;
import dev.caravan.ledger.Batches.Batch;
import dev.caravan.ledger.DropCounts;
import dev.caravan.ledger.LedgerUnavailableException;
import dev.caravan.ledger.Members;
import dev.caravan.ledger.RecordState;
import dev.caravan.model.Limits;
import dev.caravan.model.TooFew;
import dev.caravan.spool.Sha256;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How queued records are shared out over batches. */
class AssembleTest {
    private static final int LINE = 550;

    @TempDir
    Path folder;

    private Rig rig;

    @AfterEach
    void close() {
        rig.close();
    }

    private List<Integer> cut() throws IOException {
        List<Integer> sizes = new ArrayList<>();
        while (rig.assemble.once()) {
            for (Optional<Batch> next = next(sizes);
                    next.filter(one -> one.state() == BatchState.ASSEMBLED).isPresent();
                    next = next(sizes)) {
                sizes.add(next.get().members().size());
            }
        }
        return sizes;
    }

    private Optional<Batch> next(List<Integer> sizes) {
        return rig.ledger.batches().find(sizes.size() + 1);
    }

    private Batch batch(long id) {
        return rig.ledger.batches().find(id).orElseThrow();
    }

    private DropCounts counts() {
        return rig.ledger.counts().total();
    }

    @Test
    void cutsAtTheLimitOfRequests() throws IOException {
        rig = new Rig(folder, new Limits(10, 1_000_000, 100_000));
        rig.drop(25);
        assertThat(cut()).containsExactly(10, 10, 5);
    }

    @Test
    void fillsTheNextBatchWhileTheOneBeforeIsMadeDurable() throws IOException {
        rig = new Rig(folder, new Limits(10, 1_000_000, 100_000));
        rig.drop(230);
        assertThat(rig.assemble.once()).isTrue();
        assertThat(counts().in(RecordState.SUBMITTED))
                .as("twenty batches in a row")
                .isEqualTo(200);
        assertThat(rig.assemble.once()).isTrue();
        assertThat(counts().in(RecordState.SUBMITTED)).isEqualTo(230);
        List<Long> members = new ArrayList<>();
        for (int i = 1; i <= 23; i++) {
            for (Members.Run run : batch(i).members().runs()) {
                LongStream.range(run.firstId(), run.endId()).forEach(members::add);
            }
            assertThat(Sha256.of(rig.spool, "batches/" + i + "/requests.jsonl")).isEqualTo(batch(i).sha256());
            assertThat(new String(
                            rig.spool.open("batches/" + i + "/members.jsonl", 0).readAllBytes(), UTF_8))
                    .hasLineCount(10)
                    .startsWith("[" + (i * 10 - 9) + ",1,0,\"");
        }
        assertThat(members)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 230).boxed().toList());
        assertThat(rig.ledger.counts().recount()).isEmpty();
    }

    @Test
    void keepsTheBytesOfABatchThatTheLedgerMayHaveStored() throws Exception {
        rig = new Rig(folder, new Limits(10, 1_000_000, 100_000));
        rig.drop(10);
        try (Connection shell = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("ledger/caravan.db"));
                Statement statement = shell.createStatement()) {
            statement.execute("CREATE TRIGGER broken BEFORE UPDATE OF state ON batch WHEN NEW.state = 2"
                    + " BEGIN SELECT RAISE(ABORT, 'broken off'); END");
            assertThatThrownBy(() -> rig.assemble.once()).isInstanceOf(LedgerUnavailableException.class);
            statement.execute("DROP TRIGGER broken");
        }
        assertThat(batch(1).state()).isEqualTo(BatchState.ASSEMBLING);
        assertThat(rig.spool.list("batches/1/"))
                .contains("batches/1/requests.jsonl", "batches/1/manifest.json", "batches/1/members.jsonl");
        assertThat(rig.assemble.once()).isTrue();
        assertThat(batch(2).members().size()).isEqualTo(10);
    }

    @Test
    void leavesNothingBehindOfBatchesThatCouldNotBeMadeDurable() throws IOException {
        rig = new Rig(folder, new Limits(10, 1_000_000, 100_000));
        rig.drop(40);
        Path taken = folder.resolve("spool/batches/1/manifest.json");
        Files.createDirectories(taken);
        assertThatThrownBy(() -> rig.assemble.once()).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(counts().in(RecordState.QUEUED)).isEqualTo(40);
        assertThat(batch(1).state()).isEqualTo(BatchState.DISSOLVED);
        assertThat(batch(2).state()).isEqualTo(BatchState.DISSOLVED);
        assertThat(rig.spool.list("batches/")).isEmpty();
        assertThat(rig.assemble.once()).isTrue();
        assertThat(counts().in(RecordState.SUBMITTED)).isEqualTo(40);
    }

    @Test
    void cutsAtTheLimitOfTokens() throws IOException {
        rig = new Rig(folder, new Limits(100, 1_000_000, 100_000, 1, 3 * LINE / 3));
        rig.drop(7);
        List<Integer> sizes = cut();
        assertThat(sizes.stream().mapToInt(Integer::intValue).sum()).isEqualTo(7);
        for (int i = 1; i <= sizes.size(); i++) {
            assertThat(batch(i).bytes() / 3).isLessThanOrEqualTo(LINE);
        }
    }

    @Test
    void cutsAtAQuarterOfALearntLimitSoThatOthersRunWhileOneEnds() throws IOException {
        rig = new Rig(folder, new Limits(100, 1_000_000, 100_000));
        rig.ledger.quotas().told("cred", "gpt-4o-mini", 3_000L);
        rig.drop(20);
        assertThat(cut()).containsExactly(5, 5, 5, 5);
    }

    @Test
    void keepsABatchOfTheLeastSizeThatItsAccountHasNoRoomForUntilItsLimitGrows() throws IOException {
        rig = new Rig(folder, new Limits(100, 1_000_000, 100_000, 4, Limits.ANY));
        rig.drop(4);
        assertThat(cut()).containsExactly(4);
        rig.ledger.quotas().told("cred", "gpt-4o-mini", 500L);
        for (int i = 0; i < 3; i++) {
            assertThat(cut()).isEmpty();
            assertThat(rig.submit.claim()).isNull();
            rig.clock.pass(Duration.ofHours(1));
        }
        rig.ledger.quotas().told("cred", "gpt-4o-mini", 600L);
        rig.clock.pass(Duration.ofHours(1));
        assertThat(rig.submit.claim().getId()).isEqualTo(1);
    }

    @Test
    void holdsARecordThatIsLargerThanTheLimitOfItsAccountAsConfigured() throws IOException {
        rig = new Rig(folder, new Limits(100, 1_000_000, 100_000, 1, 100));
        rig.drop(2);
        assertThat(cut()).isEmpty();
        assertThat(counts().in(RecordState.HELD)).isEqualTo(2);
    }

    @Test
    void leavesNoRestThatIsTooSmallForTheProvider() throws IOException {
        rig = new Rig(folder, new Limits(10, 1_000_000, 100_000, 4, Limits.ANY));
        rig.drop(12);
        assertThat(cut()).containsExactly(8, 4);
    }

    @Test
    void letsTooFewRecordsWaitForMore() throws IOException {
        rig = new Rig(folder, new Limits(10, 1_000_000, 100_000, 4, Limits.ANY));
        rig.drop(3);
        assertThat(cut()).isEmpty();
        rig.clock.pass(Duration.ofHours(23));
        assertThat(cut()).isEmpty();
        assertThat(counts().in(RecordState.QUEUED)).isEqualTo(3);
    }

    @Test
    void holdsTooFewRecordsForAPersonWhenNoMoreCome() throws IOException {
        rig = new Rig(folder, new Limits(10, 1_000_000, 100_000, 4, Limits.ANY));
        rig.drop(3);
        rig.clock.pass(Duration.ofHours(24));
        assertThat(cut()).isEmpty();
        assertThat(counts().in(RecordState.HELD)).isEqualTo(3);
        assertThat(rig.ledger.counts().recount()).isEmpty();
    }

    @Test
    void givesTooFewRecordsToAnotherBatchModel() throws IOException {
        rig = new Rig(
                folder, new Limits(10, 1_000_000, 100_000, 4, Limits.ANY), new TooFew(Duration.ofMinutes(5), "other"));
        rig.drop(3);
        assertThat(cut()).isEmpty();
        rig.clock.pass(Duration.ofMinutes(5));
        assertThat(cut()).containsExactly(3);

        Batch batch = batch(1);
        assertThat(batch.credential()).isEqualTo("second");
        assertThat(rig.ledger.recipes().recipe(batch.recipeId()).model())
                .contains("\"model\":\"gpt-4o\"")
                .contains("\"provider\":\"any\"");
    }

    @Test
    void countsAnAnswerOfTheStandInAsDone() throws IOException {
        rig = new Rig(folder, new Limits(10, 1_000_000, 100_000, 4, Limits.ANY), new TooFew(Duration.ZERO, "other"));
        rig.drop(3);
        assertThat(cut()).containsExactly(3);
        rig.drop(3);

        assertThat(cut()).isEmpty();
        assertThat(counts().unchanged()).isEqualTo(3);
    }
}
