package dev.caravan.rerun;

import static dev.caravan.ledger.RecordState.INVALID_OUTPUT;
import static dev.caravan.ledger.RecordState.PUBLISHED;
import static dev.caravan.ledger.RecordState.QUEUED;
import static dev.caravan.ledger.RecordState.SUPERSEDED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.ledger.EventKind;
import dev.caravan.ledger.LedgerDoor;
import dev.caravan.ledger.Requests.About;
import dev.caravan.ledger.Requests.Answer;
import dev.caravan.ledger.Requests.Kind;
import dev.caravan.ledger.Requests.Wish;
import dev.caravan.ledger.Reruns.NewRerun;
import dev.caravan.ledger.Reruns.Rerun;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RerunRecoveryTest extends FiveRecords {
    @Test
    void goesOnWhereAKilledProcessStopped() throws IOException {
        long drop = fiveRecords();
        var query = new Previews(yard.ledger, tasks, task -> yard.recipe).query(ALL);
        long id = yard.ledger
                .reruns()
                .begin(new NewRerun("operator", "why", yard.task, Stored.write(ALL, null), 5, 0), 0);
        List<Long> first = yard.ledger.reruns().again(drop, query, 0, 2);
        yard.ledger.reruns().queue(reruns.find(id), query, drop, first.get(1), first);
        failures.set(1);
        Reruns broken = reruns();
        assertThatThrownBy(broken::once).hasMessage("the disk is full");

        reruns().once();
        Rerun done = reruns.find(id);
        assertThat(done.again()).isEqualTo(3);
        assertThat(done.anew()).isEqualTo(2);
        assertThat(yard.readRebuilt()).isTrue();
        assertThat(yard.readRebuilt()).isFalse();
        yard.finish();
        assertThat(states(drop)).isEqualTo(Map.of(PUBLISHED, 3L, SUPERSEDED, 2L));
        assertThat(states(done.dropId())).isEqualTo(Map.of(PUBLISHED, 2L));
    }

    @Test
    void sendsNothingTwiceThatItQueuedBeforeItWasKilledAndThatSinksHaveByNow() throws IOException {
        long drop = fiveRecords();
        long id = reruns.start(ALL, "operator", "why");
        failures.set(1);
        Reruns broken = reruns();
        assertThatThrownBy(broken::once).hasMessage("the disk is full");
        yard.pass(Duration.ofHours(1));
        yard.finish();
        assertThat(states(drop)).isEqualTo(Map.of(PUBLISHED, 5L));

        yard.pass(Duration.ofHours(1));
        reruns().once();
        assertThat(reruns.find(id).anew()).isEqualTo(2);
        assertThat(yard.readRebuilt()).isTrue();
        assertThat(states(reruns.find(id).dropId())).isEqualTo(Map.of(QUEUED, 2L));
    }

    @Test
    void nothingIsAtRestBeforeItIsDone() throws IOException {
        fiveRecords();
        assertThat(yard.ledger.counts().settled(List.of())).isTrue();
        reruns.start(state(PUBLISHED), "operator", "why");
        assertThat(yard.ledger.counts().settled(List.of())).isFalse();
    }

    @Test
    void aDropOfARerunThatNeverGotItsBytesIsMadeAgain() throws IOException {
        fiveRecords();
        long id = reruns.start(ALL, "operator", "why");
        failures.set(1);
        Reruns broken = reruns();
        assertThatThrownBy(broken::once).hasMessage("the disk is full");
        long lost = reruns.find(id).dropId();
        yard.ledger.drops().vanished(lost);

        reruns().once();
        assertThat(reruns.find(id).dropId()).isGreaterThan(lost);
        assertThat(yard.readRebuilt()).isTrue();
    }

    @Test
    void aRequestWhoseAnswerWasNotWrittenDownMakesNoSecondRerun() throws IOException {
        fiveRecords();
        long request;
        try (LedgerDoor door = LedgerDoor.open(data.resolve("ledger/caravan.db"), Clock.systemUTC())) {
            String filter = "{\"task\":\"triage\",\"state\":\"published\",\"why\":\"x\"}";
            request = door.ask("operator", new Wish(Kind.RERUN, About.TASK, filter));
            reruns.once();
            assertThat(door.answer(request)).hasValue(Answer.done("rerun 1 has begun: 2 records go again"));
        }
        assertThatThrownBy(() -> reruns.start(state(PUBLISHED), "operator", "x", request))
                .hasMessage("Request 1 was answered before. No second rerun is begun for it");
        assertThat(reruns.newest(9)).hasSize(1);
        assertThat(yard.ledger.events().counts()).isEqualTo(Map.of(EventKind.RERUN, 1L));
    }

    @Test
    void oneThatCanNotGoOnDoesNotKeepTheNextOne() throws IOException {
        long drop = fiveRecords();
        long stuck = reruns.start(state(PUBLISHED), "operator", "why");
        long next = reruns.start(state(INVALID_OUTPUT), "operator", "why");
        long ofNoDrop = yard.ledger
                .reruns()
                .begin(new NewRerun("operator", "why", yard.task, Stored.write(with("drop", "99"), null), 1, 0), 0);
        failures.set(1);
        assertThatThrownBy(reruns::once).hasMessage("the disk is full");
        assertThat(states(drop).get(QUEUED)).isEqualTo(1);
        assertThat(reruns.find(stuck).doneAt()).isNull();
        assertThat(reruns.find(next).doneAt()).isNotNull();
        assertThat(reruns.find(ofNoDrop).doneAt())
                .as("its rows were deleted by age since: nothing goes")
                .isNotNull();
    }
}
