package dev.caravan.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.ledger.Canaries.Verdict;
import dev.caravan.ledger.EventKind;
import dev.caravan.ledger.Events;
import dev.caravan.ledger.LedgerDoor;
import dev.caravan.ledger.RecordState;
import dev.caravan.ledger.Requests.About;
import dev.caravan.ledger.Requests.Kind;
import dev.caravan.ledger.Requests.Wish;
import dev.caravan.task.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first records with a recipe go alone; the others wait for their verdict. Four of them here, of which one may be wrong. */
class CanaryTest {
    private static final Task.Canary FOUR = new Task.Canary(4, 25);

    @TempDir
    Path folder;

    private Rig rig;

    @BeforeEach
    void open() {
        rig = new Rig(folder, FOUR);
    }

    @AfterEach
    void close() {
        assertThat(rig.ledger.counts().recount()).isEmpty();
        rig.close();
    }

    private int size(long batch) {
        return rig.ledger.batches().find(batch).orElseThrow().members().size();
    }

    /** Sends the batch that waits and brings it home: the first answers are wrong, the next ones not run, the rest good. */
    private void home(int first, int last, int wrong, int notRun) throws IOException {
        rig.creatingAgain().getAttempt().accepted("batch_" + first);
        rig.clock.pass(Duration.ofSeconds(2));
        BatchInHand batch = rig.poll.claim().get(0);
        int count = last - first + 1;
        batch.getPoll()
                .status(Rig.status(
                        notRun > 0 ? "expired" : "completed",
                        count,
                        count - notRun,
                        0,
                        Map.of("results", "f" + first)));
        StringBuilder lines = new StringBuilder();
        for (int i = first; i <= last; i++) {
            if (i < first + wrong) {
                lines.append(rig.ok(i, 1, "no JSON at all"));
            } else if (i < first + wrong + notRun) {
                lines.append(rig.notRun(i, 1));
            } else {
                lines.append(rig.good(i, 1));
            }
        }
        rig.bringHome(rig.collect.claim(), Map.of("results", lines.toString()));
    }

    private Optional<Verdict> verdict() {
        return rig.ledger.canaries().verdict(1, rig.tasks.recipeOf("moods"));
    }

    private void release(About about, String value) throws IOException {
        try (LedgerDoor door = LedgerDoor.open(folder.resolve("ledger").resolve("caravan.db"), rig.clock)) {
            door.ask("operator", new Wish(Kind.RELEASE, about, value));
        }
        rig.assemble.once();
    }

    @Test
    void theOthersWaitAndGoWhenItPasses() throws IOException {
        rig.drop(20);
        assertThat(rig.assemble.once()).isTrue();
        assertThat(size(1)).isEqualTo(4);
        assertThat(rig.assemble.once()).isFalse();
        home(1, 4, 1, 0);
        assertThat(rig.in(RecordState.QUEUED)).isEqualTo(16);

        assertThat(rig.assemble.once()).isTrue();
        assertThat(verdict()).contains(Verdict.PASSED);
        assertThat(size(2)).isEqualTo(16);
    }

    @Test
    void aRecipeThatPassedOnceNeverWaitsAgain() throws IOException {
        rig.drop(4);
        rig.assemble.once();
        home(1, 4, 0, 0);
        rig.drop("later", 30);
        rig.assemble.once();
        assertThat(size(2)).isEqualTo(30);
    }

    @Test
    void theOthersAreHeldWhenItFailsAndOnesThatComeLaterToo() throws IOException {
        rig.drop(20);
        rig.assemble.once();
        home(1, 4, 2, 0);
        rig.assemble.once();
        assertThat(verdict()).contains(Verdict.FAILED);
        assertThat(rig.in(RecordState.HELD)).isEqualTo(16);
        assertThat(rig.ledger.events().newest(9))
                .filteredOn(event -> event.kind() == EventKind.CANARY_FAILED)
                .singleElement()
                .extracting(Events.Event::body)
                .asString()
                .contains("2 of 4 answers break a rule (50.0 %, at most 25.0 %)", "release --task=moods");
        rig.drop("later", 3);
        assertThat(rig.assemble.once()).isFalse();
        assertThat(rig.in(RecordState.HELD)).isEqualTo(19);
        assertThat(rig.in(RecordState.QUEUED)).isZero();
    }

    @Test
    void aReleaseLetsAllOfThemGoForGood() throws IOException {
        rig.drop(20);
        rig.assemble.once();
        home(1, 4, 4, 0);
        rig.assemble.once();
        release(About.TASK, "moods");
        assertThat(verdict()).contains(Verdict.WAIVED);
        assertThat(size(2)).isEqualTo(16);
    }

    @Test
    void aReleaseByTheCodeLetsThemGoToo() throws IOException {
        rig.drop(20);
        rig.assemble.once();
        home(1, 4, 4, 0);
        rig.assemble.once();
        release(About.CODE, "canary");
        assertThat(size(2)).isEqualTo(16);
    }

    @Test
    void whatWasNotRunIsMadeUpForBeforeAnythingIsDecided() throws IOException {
        rig.drop(20);
        rig.assemble.once();
        home(1, 4, 1, 2);
        assertThat(rig.assemble.once()).isTrue();
        assertThat(verdict()).isEmpty();
        assertThat(size(2)).isEqualTo(2);
        assertThat(rig.assemble.once()).isFalse();
    }

    @Test
    void anotherRecipeHasACanaryOfItsOwn() throws IOException {
        rig.drop(20);
        rig.assemble.once();
        home(1, 4, 4, 0);
        rig.assemble.once();
        int recipe = rig.tasks.recipeOf("moods");
        assertThat(rig.ledger.canaries().verdict(1, recipe + 1)).isEmpty();
        assertThat(rig.ledger.canaries().progress(1, recipe + 1).judged()).isZero();
        // As a start with a new version does.
        assertThat(rig.ledger.canaries().release(1, 100)).isEqualTo(16);
        assertThat(rig.in(RecordState.QUEUED)).isEqualTo(16);
    }
}
