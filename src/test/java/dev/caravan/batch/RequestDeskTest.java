package dev.caravan.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.ledger.EventKind;
import dev.caravan.ledger.LedgerDoor;
import dev.caravan.ledger.RecordState;
import dev.caravan.ledger.Requests.About;
import dev.caravan.ledger.Requests.Answer;
import dev.caravan.ledger.Requests.Kind;
import dev.caravan.ledger.Requests.Wish;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person asks for through the door of a ledger in use, and what the owner of the ledger answers (rule 14). */
class RequestDeskTest {
    @TempDir
    Path folder;

    private Rig rig;
    private boolean refused;

    @BeforeEach
    void open() {
        rig = new Rig(folder);
    }

    @AfterEach
    void close() {
        assertThat(rig.ledger.counts().recount()).isEmpty();
        rig.close();
    }

    private String ask(Kind kind, About about, String value) throws IOException {
        try (LedgerDoor door = LedgerDoor.open(folder.resolve("ledger").resolve("caravan.db"), rig.clock)) {
            long request = door.ask("ann", new Wish(kind, about, value));
            assertThat(door.answer(request)).isEmpty();
            assertThat(rig.ledger.counts().settled()).isFalse();
            rig.assemble.once();
            Answer answer = door.answer(request).orElseThrow();
            refused = answer.refused();
            return answer.text();
        }
    }

    @Test
    void saysWhatTheCancelOfABatchMeansWhereverItIs() throws IOException {
        rig.drop(2);
        rig.assemble.once();
        assertThat(ask(Kind.CANCEL, About.BATCH, "1"))
                .isEqualTo("it was not sent yet, and is not sent any more. Its records are held (cancelled)");
        assertThat(rig.in(RecordState.HELD)).isEqualTo(2);
        assertThat(ask(Kind.CANCEL, About.BATCH, "1")).isEqualTo("it is over (DISSOLVED): there is nothing to cancel");
        assertThat(ask(Kind.CANCEL, About.BATCH, "7")).isEqualTo("not done: there is no batch 7");
        assertThat(refused).isTrue();
        assertThat(rig.ledger.events().counts()).isEqualTo(Map.of(EventKind.CANCEL_REQUESTED, 1L));
    }

    @Test
    void keepsBackWhatWasNotSentOfAHeldDropAndPublishesWhatIsAtItsProvider() throws IOException {
        rig.submitted(3);
        rig.drop("later", 2);
        assertThat(ask(Kind.HOLD, About.TASK, "moods"))
                .isEqualTo(
                        "drops 1, 2 are held: 2 records that were not sent wait (held). What is at its provider runs to"
                                + " its end and counts. A release lets them go on");
        assertThat(ask(Kind.HOLD, About.DROP, "1")).isEqualTo("not done: nothing of it is sent any more as it is");
        assertThat(ask(Kind.HOLD, About.BATCH, "1")).isEqualTo("not done: a drop or a task can be held");
        BatchInHand batch = rig.ended(Rig.status("completed", 3, 3, 0, Map.of("results", "f1")));
        rig.bringHome(batch, Map.of("results", rig.good(1, 1) + rig.good(2, 1) + rig.good(3, 1)));
        assertThat(rig.in(RecordState.COMPLETED)).isEqualTo(3);
        assertThat(rig.in(RecordState.HELD)).isEqualTo(2);
        assertThat(rig.assemble.once()).isFalse();

        assertThat(ask(Kind.RELEASE, About.TASK, "moods")).isEqualTo("2 held records are queued again");
        assertThat(rig.in(RecordState.SUBMITTED)).isEqualTo(2);
    }

    @Test
    void stopsABatchAtItsProviderKeepsWhatRanAndHoldsTheRest() throws IOException {
        rig.submitted(3);
        assertThat(ask(Kind.CANCEL, About.BATCH, "1")).startsWith("its provider is asked to stop it.");
        assertThat(rig.poll.claim().get(0).isCancelRequested()).isTrue();
        rig.close();
        rig = new Rig(folder);
        BatchInHand batch = rig.ended(Rig.status("cancelled", 3, 1, 0, Map.of("results", "f1")));
        rig.bringHome(batch, Map.of("results", rig.good(2, 1)));
        assertThat(rig.in(RecordState.COMPLETED)).isEqualTo(1);
        assertThat(rig.in(RecordState.HELD)).isEqualTo(2);
        assertThat(rig.assemble.once()).isFalse();

        assertThat(ask(Kind.RELEASE, About.CODE, "cancelled")).isEqualTo("2 held records are queued again");
        assertThat(rig.in(RecordState.SUBMITTED)).isEqualTo(2);
        assertThat(rig.ledger.events().counts()).containsEntry(EventKind.RELEASED, 1L);
    }

    @Test
    void opensTheGateOfADropOnce() throws IOException {
        rig.drop(2);
        assertThat(ask(Kind.OPEN, About.DROP, "1"))
                .isEqualTo("its valid results are published from now on, whatever its gate is");
        assertThat(ask(Kind.OPEN, About.DROP, "1")).isEqualTo("somebody opened its gate before. Nothing was done");
        assertThat(rig.ledger.events().counts()).isEqualTo(Map.of(EventKind.GATE_OPENED, 1L));
    }

    @Test
    void showsARecordToAPersonOrSaysWhyNot() throws IOException {
        rig.submitted(2);
        assertThat(ask(Kind.REVIEW, About.TASK, "1 is it?"))
                .startsWith("not done: Record 1 is submitted; a person can be asked about one that is completed");
        assertThat(refused).isTrue();
        BatchInHand batch = rig.ended(Rig.status("completed", 2, 2, 0, Map.of("results", "f1")));
        rig.bringHome(batch, Map.of("results", rig.good(1, 1) + rig.good(2, 1)));
        assertThat(ask(Kind.REVIEW, About.TASK, "1 is it?")).isEqualTo("it waits for a person (review.manual)");
        assertThat(refused).isFalse();
        assertThat(rig.in(RecordState.REVIEW_REQUIRED)).isEqualTo(1);
        assertThat(rig.ledger.decisions().of(1).get(0).actor()).isEqualTo("ann");
        assertThat(rig.ledger.decisions().of(1).get(0).why()).isEqualTo("is it?");
    }

    @Test
    void stopsATaskAndLetsItGoOn() throws IOException {
        rig.submitted(2);
        rig.drop(3);
        assertThat(ask(Kind.CANCEL, About.TASK, "moods"))
                .isEqualTo("drops 1, 2 are cancelled; 1 records that were not sent are held (cancelled). Batches 1 are"
                        + " stopped: what ran is kept, the rest held. A release lets them go on");
        assertThat(rig.assemble.once()).isFalse();
        assertThat(ask(Kind.RELEASE, About.TASK, "moods")).isEqualTo("1 held records are queued again");
    }

    @Test
    void holdsWhatIsQueuedOfADropAndReleasesIt() throws IOException {
        rig.drop(3);
        assertThat(ask(Kind.CANCEL, About.DROP, "1"))
                .isEqualTo(
                        "drops 1 are cancelled; 3 records that were not sent are held (cancelled). A release lets them"
                                + " go on");
        assertThat(rig.in(RecordState.HELD)).isEqualTo(3);
        assertThat(rig.ledger.counts().settled()).isTrue();
        assertThat(ask(Kind.RELEASE, About.DROP, "1")).isEqualTo("3 held records are queued again");
        assertThat(rig.in(RecordState.SUBMITTED)).isEqualTo(3);
    }
}
