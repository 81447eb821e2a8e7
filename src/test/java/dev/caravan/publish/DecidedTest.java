package dev.caravan.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.ledger.Act;
import dev.caravan.ledger.Decisions.NewDecision;
import dev.caravan.ledger.OpenItems;
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

    private static void decide(SinkBench bench, String sourceId, Act act, @Nullable String value) {
        OpenItems.OpenItem item =
                bench.ledger().openItems().list(OpenItems.Query.ALL, OpenItems.Place.START, 100).stream()
                        .filter(one -> one.sourceId().equals(sourceId))
                        .findFirst()
                        .orElseThrow();
        bench.ledger()
                .decisions()
                .decide(new NewDecision(
                        item.recordId(), item.version(), act, "reviewer-1", null, value, null, null, null, false));
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
        decide(bench, "a", Act.APPROVE, null);
        decide(bench, "b", Act.EDIT, "{\"category\":\"w\"}");
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
    void namesNobodyUnlessTheTaskSaysSo() throws IOException {
        SinkBench bench = bench(false);
        bench.inReview(three(), "review.when");
        decide(bench, "c", Act.APPROVE, null);
        assertThat(bench.publish().open()).isTrue();
        assertThat(lines(bench, 1)).containsExactly("c {\"category\":\"z\"} \"review\":\"approved\",\"reviewer\":null");
    }

    @Test
    void makesOnePublicationOfWhatIsDecidedInAWindow() {
        SinkBench bench = bench(false);
        bench.inReview(three(), "review.when");
        decide(bench, "a", Act.APPROVE, null);
        assertThat(bench.publish().open()).isTrue();
        decide(bench, "b", Act.APPROVE, null);
        assertThat(bench.publish().open()).isFalse();
        decide(bench, "c", Act.APPROVE, null);
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
        decide(bench, "a", Act.APPROVE, null);
        int task = bench.ledger().recipes().taskId("triage");
        assertThat(bench.ledger().publications().open(task, 2).orElseThrow().records())
                .isEqualTo(2);
        assertThat(bench.ledger().publications().open(task, 2).orElseThrow().records())
                .isEqualTo(1);
        assertThat(bench.ledger().publications().tasksDecided()).isEmpty();
        assertThat(bench.ledger().publications().open(task, 2)).isEmpty();
        assertThat(bench.ledger().publications().tasksToPublish()).isEmpty();
    }
}
