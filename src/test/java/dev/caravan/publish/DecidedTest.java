package dev.caravan.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.ledger.Act;
import dev.caravan.ledger.RecordState;
import dev.caravan.ledger.TestClock;
import dev.caravan.task.Gate;
import dev.caravan.task.Outlet;
import dev.caravan.task.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person approved or edited is published. */
class DecidedTest {
    private static final Duration WINDOW = Duration.ofSeconds(10);

    @TempDir
    Path data;

    private final TestClock clock = new TestClock();
    private @Nullable SinkBench open;

    private SinkBench bench(boolean reviewer) {
        var publish = new Task.Publish(List.of(Outlet.of("files")), null, Gate.AUTO, 0, reviewer);
        SinkBench bench = new SinkBench(data, Rig.task("triage", publish, WINDOW), clock);
        open = bench;
        return bench;
    }

    @AfterEach
    void close() {
        if (open != null) {
            open.close();
        }
    }

    private static Map<String, String> three() {
        return new TreeMap<>(
                Map.of("a", "{\"category\":\"x\"}", "b", "{\"category\":\"y\"}", "c", "{\"category\":\"z\"}"));
    }

    private List<String> lines(SinkBench bench, long publication) throws IOException {
        return Files.readAllLines(bench.content(publication)).stream()
                .map(line -> line.replaceAll(
                        ".*\"source_id\":\"(.)\".*\"result\":(\\{.*?}).*(\"review\":.*),\"tokens.*", "$1 $2 $3"))
                .toList();
    }

    @Test
    void publishesTheAnswerOrTheLastEditAndSaysThatAPersonDecided() throws IOException {
        SinkBench bench = bench(true);
        bench.inReview(three(), "review.when");
        assertThat(bench.publish().open()).isFalse();
        bench.decide("a", Act.APPROVE, null);
        bench.decide("b", Act.EDIT, "{\"category\":\"w\"}");
        assertThat(bench.publish().open()).isTrue();
        assertThat(lines(bench, 1))
                .containsExactly(
                        "a {\"category\":\"x\"} \"review\":\"approved\",\"reviewer\":\"reviewer-1\"",
                        "b {\"category\":\"w\"} \"review\":\"edited\",\"reviewer\":\"reviewer-1\"");
        assertThat(bench.ledger().counts().settled()).isFalse();
        bench.publish().delivered(bench.claim().orElseThrow());
        assertThat(bench.states()).isEqualTo(Map.of(RecordState.PUBLISHED, 2L, RecordState.REVIEW_REQUIRED, 1L));
        assertThat(bench.ledger().counts().recount()).isEmpty();
        assertThat(bench.ledger().counts().settled()).isTrue();
    }

    @Test
    void whatIsRejectedWaitsForItsPublicationWhereATaskHasASinkForIt() {
        var rejects = new Task.Publish(List.of(Outlet.of("files")), "rejected", Gate.AUTO, 0, false);
        SinkBench bench = new SinkBench(data, Rig.task("triage", rejects, WINDOW), clock);
        open = bench;
        bench.inReview(three(), "review.when");
        assertThat(bench.publish().rejectsWait()).isFalse();
        bench.decide("a", Act.REJECT, null);
        assertThat(bench.publish().rejectsWait()).isTrue();
        assertThat(bench.publish().open()).isTrue();
        assertThat(bench.publish().rejectsWait()).isFalse();
        bench.decide("b", Act.REJECT, null);
        bench.restart(new Task.Publish(List.of("files")));
        assertThat(bench.publish().rejectsWait()).isFalse();
    }

    @Test
    void namesNobodyUnlessTheTaskSaysSo() throws IOException {
        SinkBench bench = bench(false);
        bench.inReview(three(), "review.when");
        bench.decide("c", Act.APPROVE, null);
        assertThat(bench.publish().open()).isTrue();
        assertThat(lines(bench, 1)).containsExactly("c {\"category\":\"z\"} \"review\":\"approved\",\"reviewer\":null");
    }

    @Test
    void makesOnePublicationOfWhatIsDecidedInAWindow() {
        SinkBench bench = bench(false);
        bench.inReview(three(), "review.when");
        bench.decide("a", Act.APPROVE, null);
        assertThat(bench.publish().open()).isTrue();
        bench.decide("b", Act.APPROVE, null);
        assertThat(bench.publish().open()).isFalse();
        bench.decide("c", Act.APPROVE, null);
        clock.pass(WINDOW.minusMillis(1));
        assertThat(bench.publish().open()).isFalse();
        assertThat(bench.ledger().counts().settled()).isFalse();
        clock.pass(Duration.ofMillis(1));
        assertThat(bench.publish().open()).isTrue();
        assertThat(bench.ledger().publications().members(2, 0, 10)).hasSize(2);
        assertThat(bench.publish().open()).isFalse();
    }

    @Test
    void aRecordThatWasDecidedOnBeforeItsBatchWasLookedAtIsTakenOnce() {
        SinkBench bench = bench(false);
        bench.answered(three(), Map.of("a", new SinkBench.Outcome(RecordState.REVIEW_REQUIRED, "review.when")));
        bench.decide("a", Act.APPROVE, null);
        int task = bench.ledger().recipes().taskId("triage");
        assertThat(bench.ledger().publications().open(task, 2).orElseThrow().records())
                .isEqualTo(2);
        assertThat(bench.ledger().publications().open(task, 2).orElseThrow().records())
                .isEqualTo(1);
        assertThat(bench.ledger().publications().tasksDecided()).isEmpty();
        assertThat(bench.ledger().publications().open(task, 2)).isEmpty();
        assertThat(bench.ledger().publications().tasksToPublish()).isEmpty();
    }

    @Test
    void whatPeopleRejectedGoesToASinkOfItsOwnAndMovesNothing() throws IOException {
        var publish = new Task.Publish(List.of(Outlet.of("files")), "rejected", Gate.AUTO, 0, false);
        SinkBench bench = new SinkBench(data, Rig.task("triage", publish, WINDOW), clock);
        open = bench;
        bench.inReview(new TreeMap<>(Map.of("a", "{\"category\":\"x\"}", "b", "no JSON", "c", "1")), "parse");
        bench.decide("a", Act.REJECT, null);
        bench.decide("b", Act.REJECT, null);
        assertThat(bench.publish().open()).isTrue();
        assertThat(bench.publish().open()).isFalse();
        assertThat(Files.readAllLines(bench.content(1)))
                .satisfiesExactly(
                        a -> assertThat(a)
                                .startsWith(
                                        "{\"source_id\":\"a\",\"task\":\"triage\",\"revision\":1,\"result\":{\"category\":\"x\"},")
                                .endsWith(
                                        ",\"record\":1,\"rejected\":{\"reason\":\"parse\",\"why\":null,\"by\":\"reviewer-1\","
                                                + "\"at\":\"2026-01-01T00:00:00Z\",\"answer\":null}}"),
                        b -> assertThat(b)
                                .contains("\"result\":null,")
                                .endsWith("\"at\":\"2026-01-01T00:00:00Z\",\"answer\":\"no JSON\"}}"));
        DeliveryInHand delivery = bench.claim().orElseThrow();
        assertThat(delivery.getSink()).isEqualTo("rejected");
        assertThat(bench.columns().of(delivery)).extracting(Column::path).endsWith("rejected.at", "rejected.answer");
        bench.publish().delivered(delivery);
        assertThat(bench.states()).isEqualTo(Map.of(RecordState.DISCARDED, 2L, RecordState.REVIEW_REQUIRED, 1L));
        assertThat(bench.ledger().counts().recount()).isEmpty();
        bench.decide("c", Act.REJECT, null);
        clock.pass(WINDOW);
        bench.crash();
        assertThat(bench.publish().open()).isTrue();
        assertThat(bench.ledger().publications().members(2, 0, 10)).hasSize(1);
        assertThat(bench.publish().open()).isFalse();
    }
}
