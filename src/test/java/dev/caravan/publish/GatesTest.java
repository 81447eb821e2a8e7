package dev.caravan.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.caravan.ledger.Act;
import dev.caravan.ledger.EventKind;
import dev.caravan.ledger.Events;
import dev.caravan.ledger.Gates;
import dev.caravan.ledger.OpenItems;
import dev.caravan.ledger.RecordState;
import dev.caravan.ledger.TestClock;
import dev.caravan.publish.SinkBench.Outcome;
import dev.caravan.task.Gate;
import dev.caravan.task.Outlet;
import dev.caravan.task.Task;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Results of a drop wait until its gate is open. */
class GatesTest {
    private static final Outcome SAMPLE = new Outcome(RecordState.REVIEW_REQUIRED, "review.sample");
    private static final Outcome RULE = new Outcome(RecordState.REVIEW_REQUIRED, "review.when");
    private static final Set<String> TASK = Set.of("triage");

    @TempDir
    Path data;

    private @Nullable SinkBench open;

    private SinkBench bench(Gate gate) {
        var publish = new Task.Publish(List.of(Outlet.of("files")), null, gate, 25, false);
        SinkBench bench = new SinkBench(data, publish, new TestClock());
        open = bench;
        return bench;
    }

    @AfterEach
    void close() {
        if (open != null) {
            open.close();
        }
    }

    private static Map<String, String> answers(String... ids) {
        Map<String, String> answers = new TreeMap<>();
        for (String id : ids) {
            answers.put(id, "{\"category\":\"x\"}");
        }
        return answers;
    }

    private static void atRest(SinkBench bench) {
        assertThat(bench.publish().open()).isFalse();
        assertThat(bench.ledger().counts().settled()).isTrue();
        assertThat(bench.ledger().counts().recount()).isEmpty();
    }

    /** How many records the next publication has. */
    private static int publish(SinkBench bench) {
        assertThat(bench.publish().open()).isTrue();
        DeliveryInHand delivery = bench.claim().orElseThrow();
        bench.publish().delivered(delivery);
        assertThat(bench.ledger().counts().recount()).isEmpty();
        return delivery.getRecords();
    }

    @Test
    void nothingOfADropIsPublishedBeforeAllOfItIsDecided() {
        SinkBench bench = bench(Gate.AFTER_REVIEW);
        long drop = bench.answered(answers("a", "b", "c", "d"), Map.of("a", RULE, "b", RULE));
        atRest(bench);
        assertThat(bench.ledger().gates().pending(TASK)).isEqualTo(Map.of(drop, 2L));
        bench.decide("a", Act.APPROVE, null);
        atRest(bench);
        assertThat(bench.ledger().gates().pending(TASK)).isEqualTo(Map.of(drop, 3L));
        bench.crash();
        bench.decide("b", Act.REJECT, null);
        assertThat(publish(bench)).isEqualTo(3);
        atRest(bench);
        assertThat(bench.ledger().gates().pending(TASK)).isEmpty();
        assertThat(bench.states()).isEqualTo(Map.of(RecordState.PUBLISHED, 3L, RecordState.DISCARDED, 1L));
    }

    @Test
    void whatIsHeldKeepsTheGateClosedAndIsCounted() {
        SinkBench bench = bench(Gate.AFTER_REVIEW);
        long drop = bench.answered(answers("a", "b"), Map.of("a", RULE));
        bench.decide("a", Act.AGAIN, null);
        bench.ledger().cancels().drop(drop, "operator");
        assertThat(bench.ledger().cancels().holdQueued(10)).isEqualTo(1);
        atRest(bench);
        assertThat(bench.ledger().gates().closed(bench.ledger().recipes().taskId("triage")))
                .extracting(Gates.Waiting::completed, Gates.Waiting::unfinished, Gates.Waiting::held)
                .containsExactly(tuple(1L, 1L, 1L));
    }

    @Test
    void aDropWithoutAnythingToDecideIsPublishedAsSoonAsItIsHome() {
        SinkBench bench = bench(Gate.AFTER_REVIEW);
        bench.answered(answers("a", "b"), Map.of());
        assertThat(publish(bench)).isEqualTo(2);
    }

    @Test
    void otherDropsOfTheTaskDoNotWait() {
        SinkBench bench = bench(Gate.AFTER_REVIEW);
        long held = bench.answered(answers("a", "b"), Map.of("a", RULE));
        bench.answered(answers("c"), Map.of());
        assertThat(publish(bench)).isEqualTo(1);
        atRest(bench);
        assertThat(bench.ledger().gates().pending(TASK)).isEqualTo(Map.of(held, 1L));
    }

    @Test
    void whatGoesAgainClosesTheGateUntilItHasItsOutcome() {
        SinkBench bench = bench(Gate.AFTER_REVIEW);
        long drop = bench.answered(answers("a", "b"), Map.of("a", RULE));
        bench.decide("a", Act.AGAIN, null);
        assertThat(bench.publish().open()).isFalse();
        bench.answerAgain(Map.of());
        assertThat(publish(bench)).isEqualTo(2);
        assertThat(bench.ledger().drops().find(drop).orElseThrow().counts().in(RecordState.PUBLISHED))
                .isEqualTo(2);
    }

    @Test
    void aDropIsPublishedWhenItsSampleIsGoodEnough() {
        SinkBench bench = bench(Gate.AFTER_SAMPLE);
        bench.answered(
                answers("a", "b", "c", "d", "e", "f"),
                Map.of("a", SAMPLE, "b", SAMPLE, "c", SAMPLE, "d", SAMPLE, "e", RULE));
        atRest(bench);
        bench.decide("a", Act.EDIT, "{\"category\":\"y\"}");
        bench.decide("b", Act.APPROVE, null);
        bench.decide("c", Act.APPROVE, null);
        atRest(bench);
        bench.decide("d", Act.APPROVE, null);
        assertThat(publish(bench)).isEqualTo(5);
        bench.decide("e", Act.APPROVE, null);
        assertThat(publish(bench)).isEqualTo(1);
        assertThat(bench.states()).isEqualTo(Map.of(RecordState.PUBLISHED, 6L));
    }

    @Test
    void aBadSampleHoldsTheDropAndSaysSoOnceUntilAPersonOpensIt() {
        SinkBench bench = bench(Gate.AFTER_SAMPLE);
        long drop = bench.answered(answers("a", "b", "c"), Map.of("a", SAMPLE, "b", SAMPLE));
        bench.decide("a", Act.APPROVE, null);
        bench.decide("b", Act.REJECT, null);
        atRest(bench);
        bench.crash();
        atRest(bench);
        assertThat(bench.ledger().events().of("drop " + drop, 10))
                .extracting(Events.Event::kind, Events.Event::body)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(
                        EventKind.GATE_HELD,
                        "1 of the 2 records of its sample were edited or rejected (50 %), more than max-error 25 %. Its 2"
                                + " valid results of task triage stay unpublished. Either give the task a better prompt as a"
                                + " new version and run the drop again, or have them published as they are: java -jar"
                                + " caravan.jar open --drop=" + drop));
        assertThat(bench.ledger().gates().openBy(drop, "operator", "")).isTrue();
        assertThat(bench.ledger().gates().openBy(drop, "operator", "")).isFalse();
        assertThat(bench.ledger().events().of("drop " + drop, 1))
                .extracting(Events.Event::kind, Events.Event::actor)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(EventKind.GATE_OPENED, "operator"));
        assertThat(publish(bench)).isEqualTo(2);
    }

    @Test
    void errorsInEarlierAnswersDoNotCount() {
        SinkBench bench = bench(Gate.AFTER_SAMPLE);
        bench.answered(answers("a", "b"), Map.of("a", SAMPLE));
        bench.decide("a", Act.EDIT, "{\"category\":\"y\"}");
        atRest(bench);
        bench.answeredAnew(answers("a", "b").keySet(), id -> "{\"category\":\"z\"}", Map.of("a", SAMPLE));
        bench.decide("a", Act.APPROVE, null);
        assertThat(publish(bench)).isEqualTo(2);
        assertThat(bench.states()).isEqualTo(Map.of(RecordState.PUBLISHED, 2L, RecordState.SUPERSEDED, 2L));
    }

    @Test
    void aDropWithoutASampleGetsOne() {
        SinkBench bench = bench(Gate.AFTER_SAMPLE);
        bench.answered(answers("a", "b", "c"), Map.of());
        atRest(bench);
        List<OpenItems.OpenItem> items =
                bench.ledger().openItems().list(OpenItems.Query.ALL, OpenItems.Place.START, 10);
        assertThat(items).extracting(OpenItems.OpenItem::reason).containsExactly("review.sample");
        bench.decide(items.get(0).sourceId(), Act.APPROVE, null);
        assertThat(publish(bench)).isEqualTo(3);
    }

    @Test
    void aTaskThatHasNoGateAnyMorePublishesWhatWaitedAtIt() {
        SinkBench bench = bench(Gate.AFTER_REVIEW);
        bench.answered(answers("a", "b", "c"), Map.of("a", RULE, "b", RULE));
        bench.decide("a", Act.APPROVE, null);
        atRest(bench);
        bench.restart(new Task.Publish(List.of("files")));
        assertThat(publish(bench)).isEqualTo(2);
        atRest(bench);
        assertThat(bench.states()).isEqualTo(Map.of(RecordState.PUBLISHED, 2L, RecordState.REVIEW_REQUIRED, 1L));
    }

    @Test
    void ofABatchOfSeveralDropsOnlyThoseThatMayGoArePublished() {
        SinkBench bench = bench(Gate.AFTER_REVIEW);
        bench.drops(List.of(answers("a", "b"), answers("c", "d")), Map.of("a", RULE));
        assertThat(publish(bench)).isEqualTo(2);
        assertThat(bench.ledger().publications().members(1, 0, 10))
                .extracting(member -> member.sourceId())
                .containsExactly("c", "d");
        atRest(bench);
        bench.decide("a", Act.APPROVE, null);
        assertThat(publish(bench)).isEqualTo(2);
        atRest(bench);
        assertThat(bench.states()).isEqualTo(Map.of(RecordState.PUBLISHED, 4L));
    }
}
