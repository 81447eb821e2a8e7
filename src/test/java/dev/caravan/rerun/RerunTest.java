package dev.caravan.rerun;

import static dev.caravan.ledger.RecordState.COMPLETED;
import static dev.caravan.ledger.RecordState.INVALID_OUTPUT;
import static dev.caravan.ledger.RecordState.PROVIDER_ERROR;
import static dev.caravan.ledger.RecordState.PUBLISHED;
import static dev.caravan.ledger.RecordState.QUEUED;
import static dev.caravan.ledger.RecordState.REVIEW_REQUIRED;
import static dev.caravan.ledger.RecordState.SUPERSEDED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.ledger.Act;
import dev.caravan.ledger.Batches;
import dev.caravan.ledger.Collection;
import dev.caravan.ledger.Decisions.NewDecision;
import dev.caravan.ledger.EventKind;
import dev.caravan.ledger.Members;
import dev.caravan.ledger.OpenItems;
import dev.caravan.ledger.RecordState;
import dev.caravan.ledger.Reruns.Fate;
import dev.caravan.ledger.Reruns.Rerun;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RerunTest extends FiveRecords {
    @Test
    void queuesWhatNeverLeftAgainAndMakesNewRevisionsOfWhatDid() throws IOException {
        long drop = fiveRecords();
        Preview preview = reruns.preview(ALL);
        assertThat(preview.states())
                .isEqualTo(Map.of(PUBLISHED, 2L, INVALID_OUTPUT, 1L, PROVIDER_ERROR, 1L, REVIEW_REQUIRED, 1L));
        assertThat(preview.again()).isEqualTo(3);
        assertThat(preview.anew()).isEqualTo(2);
        assertThat(preview.skipped()).isEmpty();
        assertThat(preview.fullRecords()).isEqualTo(5);

        long id = reruns.start(ALL, "operator", "the prompt was wrong");
        assertThat(yard.ledger.counts().settled()).as("it is only begun").isFalse();
        reruns.once();
        assertThat(states(drop)).isEqualTo(Map.of(QUEUED, 3L, PUBLISHED, 2L));
        Rerun done = reruns.find(id);
        assertThat(done.doneAt()).isNotNull();
        assertThat(done.again()).isEqualTo(3);
        assertThat(done.anew()).isEqualTo(2);
        assertThat(yard.ledger.events().of("rerun " + id, 9))
                .extracting(event -> event.kind() + " " + event.actor())
                .containsExactly(EventKind.RERUN + " operator");

        assertThat(yard.readRebuilt()).isTrue();
        long rerun = done.dropId();
        assertThat(states(rerun)).isEqualTo(Map.of(QUEUED, 2L));
        assertThat(yard.counts(rerun).unchanged()).isZero();
        assertThat(states(drop)).isEqualTo(Map.of(QUEUED, 3L, PUBLISHED, 2L));
        yard.finish();
        assertThat(states(drop)).isEqualTo(Map.of(PUBLISHED, 3L, SUPERSEDED, 2L));
        assertThat(states(rerun)).isEqualTo(Map.of(PUBLISHED, 2L));
    }

    @Test
    void whatCameMeanwhileIsNewerThanWhatARerunCopied() throws IOException {
        long drop = fiveRecords();
        long id = reruns.start(state(PUBLISHED), "operator", "why");
        reruns.once();
        reruns.start(state(PUBLISHED), "operator", "and once more");
        reruns.once();
        assertThat(yard.readRebuilt()).isTrue();
        yard.finish();
        assertThat(yard.readRebuilt()).isTrue();
        long second = reruns.newest(1).get(0).dropId();
        assertThat(states(second)).isEqualTo(Map.of(QUEUED, 2L));
        yard.finish();
        long newer = yard.drop("other", "a", "b");
        yard.finish();
        assertThat(states(drop)).isEqualTo(Map.of(SUPERSEDED, 3L, PROVIDER_ERROR, 1L, REVIEW_REQUIRED, 1L));
        assertThat(states(newer)).isEqualTo(Map.of(PUBLISHED, 2L));
        assertThat(reruns.find(id).anew()).isEqualTo(2);
    }

    @Test
    void leavesAloneWhatIsClaimedWhatAPersonDecidedAndWhatIsUnderWay() throws IOException {
        long drop = fiveRecords();
        long d = yard.ledger.proofs().rows(drop, 0, 9).get(3).recordId();
        yard.ledger.openItems().claim(d, "reviewer-1", Duration.ofMinutes(5));
        yard.drop("more", "f");
        Preview preview = reruns.preview(ALL);
        assertThat(preview.skipped()).isEqualTo(Map.of(Fate.CLAIMED, 1L, Fate.UNDER_WAY, 1L));
        assertThat(preview.text())
                .contains("1 stay: they are being reviewed just now")
                .contains("4 records go again, answered by version 1 with m");

        yard.ledger.decisions().decide(approve(d));
        assertThat(reruns.preview(ALL).skipped()).isEqualTo(Map.of(Fate.PERSON, 1L, Fate.UNDER_WAY, 1L));
        Filter persons = new Filter("triage", drop, COMPLETED, null, null, null, null, null, false, true);
        assertThat(reruns.preview(persons).again()).isEqualTo(1);
        assertThat(reruns.preview(state(COMPLETED)).again()).isZero();
    }

    @Test
    void whatWouldReplaceAPersonsValueGoesToAPerson() throws IOException {
        long drop = fiveRecords();
        long d = yard.ledger.proofs().rows(drop, 0, 9).get(3).recordId();
        Filter approved = Filter.of(Map.of("task", "triage", "code", "approved", "persons", "")::get);
        yard.ledger.decisions().decide(approve(d));
        reruns.start(approved, "operator", "not published yet");
        reruns.once();
        yard.submit();
        yard.collect(Map.of());
        assertThat(yard.ledger.openItems().find(d).orElseThrow().reason()).isEqualTo("review.person");

        int version = yard.ledger.openItems().find(d).orElseThrow().version();
        yard.ledger
                .decisions()
                .decide(new NewDecision(d, version, Act.APPROVE, "reviewer-1", null, null, null, null, null, false));
        yard.publish();
        reruns.start(approved, "operator", "published");
        reruns.once();
        assertThat(yard.readRebuilt()).isTrue();
        yard.submit();
        yard.collect(Map.of());
        assertThat(yard.ledger.openItems().list(OpenItems.Query.ALL, OpenItems.Place.START, 9))
                .extracting(item -> item.sourceId() + " " + item.revision() + " " + item.reason())
                .containsExactly("d 2 review.person");
        assertThat(states(drop).get(PUBLISHED)).isEqualTo(3);
    }

    @Test
    void errorsOfTheProviderBeginTheirTriesAnewAndBrokenRulesCountOn() throws IOException {
        yard.drop("text", "a", "b");
        yard.submit();
        fail(PROVIDER_ERROR, INVALID_OUTPUT);
        assertThat(states(1)).isEqualTo(Map.of(PROVIDER_ERROR, 1L, INVALID_OUTPUT, 1L));
        reruns.start(ALL, "operator", "why");
        reruns.once();
        yard.submit();
        fail(PROVIDER_ERROR, INVALID_OUTPUT);
        assertThat(states(1)).isEqualTo(Map.of(PROVIDER_ERROR, 1L, REVIEW_REQUIRED, 1L));
    }

    /** The records of the oldest batch fail by themselves; the second time a person looks. */
    private void fail(RecordState... states) {
        yard.ledger
                .batches()
                .ended(
                        yard.ledger.batches().claimForPoll(1).get(0),
                        new Batches.Progress("completed", 0, 0, 0, null),
                        "{}");
        Batches.Claim claim = yard.ledger.batches().claimForCollect().orElseThrow();
        yard.ledger
                .collection()
                .accepted(
                        claim,
                        new Collection.ResultFile(
                                "results", "r-" + claim.batch().id(), 1, "sha", 1));
        List<Collection.Outcome> outcomes = new ArrayList<>();
        for (Members.Run run : claim.batch().members().runs()) {
            for (long id = run.firstId(); id < run.endId(); id++) {
                RecordState state = states[outcomes.size()];
                outcomes.add(new Collection.Outcome(
                        id,
                        run.attempt(),
                        state,
                        "bad",
                        "",
                        null,
                        true,
                        2,
                        new Collection.ResultAt(0, outcomes.size()),
                        new Collection.Usage(1, 0, 1, 0, 1)));
            }
        }
        yard.ledger.collection().apply(claim, outcomes);
        yard.ledger.collection().collected(claim);
    }

    @Test
    void aDecisionOnWhatWasSeenBeforeDoesNotFallOnTheNewAnswer() throws IOException {
        long drop = fiveRecords();
        long d = yard.ledger.proofs().rows(drop, 0, 9).get(3).recordId();
        int seen = yard.ledger.openItems().find(d).orElseThrow().version();
        reruns.start(state(REVIEW_REQUIRED), "operator", "why");
        reruns.once();
        yard.submit();
        yard.collect(Map.of("d", REVIEW_REQUIRED));

        assertThat(yard.ledger.openItems().find(d).orElseThrow().version()).isGreaterThan(seen);
        assertThat(yard.ledger.decisions().of(d))
                .extracting(one -> one.act() + " " + one.actor() + " " + one.why())
                .containsExactly("AGAIN operator rerun 1 by operator: why");
    }

    @Test
    void picksByStateCodeVersionModelAndTime() throws IOException {
        long drop = fiveRecords();
        yard.prompt(2);
        assertThat(reruns.preview(with("code", "bad")).again()).isEqualTo(3);
        assertThat(reruns.preview(with("state", "invalid_output")).again()).isEqualTo(1);
        assertThat(reruns.preview(with("prompt-version", "1")).records()).isEqualTo(5);
        assertThat(reruns.preview(with("prompt-version", "2")).records()).isZero();
        assertThat(reruns.preview(with("model", "m")).records()).isEqualTo(5);
        assertThat(reruns.preview(with("model", "other")).records()).isZero();
        assertThat(reruns.preview(with("earlier", "")).records()).isEqualTo(5);
        assertThat(reruns.preview(with("from", "2026-11-22")).records()).isZero();
        assertThat(reruns.preview(with("to", "2026-11-22")).records()).isEqualTo(5);
        assertThat(reruns.preview(with("drop", String.valueOf(drop))).records()).isEqualTo(5);
        assertThatThrownBy(() -> reruns.preview(with("drop", "99")))
                .hasMessage("There is no drop 99 of task \"triage\" whose rows are there");
        assertThatThrownBy(() -> reruns.preview(Filter.of("none")))
                .hasMessage("There is no task \"none\". Known: triage");
        assertThatThrownBy(() -> with("state", "lost"))
                .hasMessageStartingWith("state \"lost\" is none. Allowed: queued, ");
        assertThatThrownBy(() -> with("persons", "no")).hasMessage("persons \"no\" is neither true nor false");
        assertThatThrownBy(() -> with("from", "soon"))
                .hasMessage("from \"soon\" is no time. Write 2026-11-20 (UTC) or 2026-11-20T08:00:00Z");
        assertThatThrownBy(() -> reruns.start(ALL, "operator", " ")).hasMessageStartingWith("why says why");
        assertThatThrownBy(() -> reruns.start(with("code", "no"), "operator", "why"))
                .hasMessageStartingWith("Nothing goes again. 0 records go again, answered by version 1");
    }

    private static NewDecision approve(long record) {
        return new NewDecision(record, 1, Act.APPROVE, "reviewer-1", null, null, null, null, null, false);
    }
}
