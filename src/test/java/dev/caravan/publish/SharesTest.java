package dev.caravan.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.caravan.ledger.EventKind;
import dev.caravan.ledger.Events;
import dev.caravan.ledger.RecordState;
import dev.caravan.task.Gate;
import dev.caravan.task.Outlet;
import dev.caravan.task.Task;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sinks that get some of the records, or fields of their own. */
class SharesTest {
    @TempDir
    Path data;

    private SinkBench bench;
    private final Map<String, String> chosen = new LinkedHashMap<>();

    @BeforeEach
    void start() {
        chosen.put("ticket", "input.id");
        chosen.put("category", "category");
        chosen.put("letters", "input.channel");
        bench = new SinkBench(
                data,
                publish(
                        new Outlet("legal", "category == \"legal\"", false, Map.of()),
                        new Outlet("table", null, false, chosen),
                        Outlet.of("files"),
                        new Outlet("rest", null, true, Map.of())),
                Clock.systemUTC());
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private static Task.Publish publish(Outlet... outlets) {
        return new Task.Publish(List.of(outlets), null, Gate.AUTO, 0, false);
    }

    private static Map<String, String> two() {
        return new TreeMap<>(Map.of(
                "a", "{\"category\":\"legal\",\"score\":0.70}",
                "bb", "{\"category\":\"spam\",\"note\":null,\"score\":1}"));
    }

    /** What the sink is given, with what comes of it. */
    private Map<String, String> deliverAll() throws IOException {
        Map<String, String> got = new TreeMap<>();
        for (@Nullable DeliveryInHand one = bench.publish().claim();
                one != null;
                one = bench.publish().claim()) {
            var bytes = new ByteArrayOutputStream();
            one.copyTo(bytes);
            String ids = bytes.toString(StandardCharsets.UTF_8)
                    .replaceAll("\\{\"source_id\":\"([^\"]*)\".*?\"result\":(\\{.*?}),\"prompt.*\\n", "$1 $2;");
            got.put(one.getSink(), one.getRecords() + ": " + ids);
            bench.publish().delivered(one);
        }
        return got;
    }

    @Test
    void givesEachSinkItsRecordsWithItsFields() throws IOException {
        bench.publication(two());
        assertThat(deliverAll())
                .isEqualTo(Map.of(
                        "legal",
                        "1: a {\"category\":\"legal\",\"score\":0.70};",
                        "rest",
                        "1: bb {\"category\":\"spam\",\"note\":null,\"score\":1};",
                        "files",
                        "2: a {\"category\":\"legal\",\"score\":0.70};bb"
                                + " {\"category\":\"spam\",\"note\":null,\"score\":1};",
                        "table",
                        "2: a {\"ticket\":\"a\",\"category\":\"legal\",\"letters\":1};bb"
                                + " {\"ticket\":\"bb\",\"category\":\"spam\",\"letters\":2};"));
        assertThat(bench.states()).isEqualTo(Map.of(RecordState.PUBLISHED, 2L));
        assertThat(bench.ledger().counts().recount()).isEmpty();
    }

    @Test
    void saysWhichSinkKeepsAValueWhoseNewerRevisionGoesElsewhere() throws IOException {
        bench.publication(new TreeMap<>(Map.of(
                "a", "{\"category\":\"legal\"}", "b", "{\"category\":\"legal\"}", "c", "{\"category\":\"spam\"}")));
        deliverAll();
        bench.publication(
                new TreeMap<>(Map.of("a", "{\"category\":\"spam\",\"n\":2}", "b", "{\"category\":\"legal\",\"n\":2}")));
        assertThat(deliverAll().get("rest")).startsWith("1: a ");
        assertThat(bench.ledger().events().of("publication 2", 9))
                .extracting(Events.Event::kind, Events.Event::body)
                .containsExactly(tuple(
                        EventKind.LEFT_BEHIND,
                        "Newer revisions of values that sinks have go to other sinks now, and Caravan takes nothing back:"
                                + " legal keeps 1 (record 1). Delete them there: the column or key record says which"));
        bench.publication(new TreeMap<>(Map.of(
                "a", "{\"category\":\"spam\",\"n\":3}",
                "b", "{\"category\":\"legal\",\"n\":3}",
                "c", "{\"category\":\"legal\",\"n\":3}")));
        deliverAll();
        assertThat(bench.ledger().events().of("publication 3", 9))
                .extracting(Events.Event::body)
                .singleElement()
                .asString()
                .contains(": rest keeps 1 (record 3). ");
        assertThat(bench.ledger().events().counts()).isEqualTo(Map.of(EventKind.LEFT_BEHIND, 2L));
    }

    @Test
    void aSinkWithNoRecordOfAPublicationHasItAtOnceAndIsNeverCalled() throws IOException {
        bench.publication(Map.of("b", "{\"category\":\"spam\"}"));
        assertThat(deliverAll().keySet()).containsExactly("files", "rest", "table");
        assertThat(bench.states()).isEqualTo(Map.of(RecordState.PUBLISHED, 1L));
        bench.replay(1);
        assertThat(deliverAll().keySet()).containsExactly("files", "rest", "table");
    }

    @Test
    void recordsStayLockedUntilTheLastOfTheirSinksHasThem() throws IOException {
        bench.publication(Map.of("a", "{\"category\":\"legal\"}"));
        DeliveryInHand first = bench.claim().orElseThrow();
        bench.publish().failed(first, SinkException.forGood("closed"));
        deliverAll();
        assertThat(bench.states()).isEqualTo(Map.of(RecordState.COMPLETED, 1L));
        bench.replay(first.getSink());
        deliverAll();
        assertThat(bench.states()).isEqualTo(Map.of(RecordState.PUBLISHED, 1L));
    }

    @Test
    void columnsAreTheChosenFieldsWithTheKindsOfTheSchema() throws IOException {
        bench.publication(two());
        for (DeliveryInHand one = bench.claim().orElseThrow();
                !one.getSink().equals("table");
                one = bench.claim().orElseThrow()) {
            assertThat(bench.columns().of(one)).extracting(Column::path).contains("result.category", "result.tags");
            bench.publish().delivered(one);
        }
        bench.crash();
        DeliveryInHand table = bench.claim().orElseThrow();
        assertThat(bench.columns().of(table).subList(3, 6))
                .containsExactly(
                        new Column(List.of("result", "ticket"), Column.Kind.TEXT),
                        new Column(List.of("result", "category"), Column.Kind.TEXT),
                        new Column(List.of("result", "letters"), Column.Kind.JSON));
    }

    @Test
    void aRecordWhoseConditionCanNotBeDecidedWaitsForAPersonAndTheOthersGo() throws IOException {
        bench.publication(new TreeMap<>(Map.of("a", "{\"category\":\"legal\"}", "b", "{\"score\":1}")));
        assertThat(deliverAll())
                .isEqualTo(Map.of(
                        "legal", "1: a {\"category\":\"legal\"};",
                        "files", "1: a {\"category\":\"legal\"};",
                        "table", "1: a {\"ticket\":\"a\",\"category\":\"legal\",\"letters\":1};"));
        assertThat(bench.states()).isEqualTo(Map.of(RecordState.PUBLISHED, 1L, RecordState.REVIEW_REQUIRED, 1L));
        bench.publication(Map.of("c", "{\"score\":2}"));
        assertThat(deliverAll()).isEmpty();
        assertThat(bench.states()).isEqualTo(Map.of(RecordState.PUBLISHED, 1L, RecordState.REVIEW_REQUIRED, 2L));
        assertThat(bench.ledger().counts().recount()).isEmpty();
        assertThat(bench.ledger().counts().settled()).isTrue();
    }

    /** More than are read at a time leave in a row, and whoever goes on after a crash finds those behind them. */
    @Test
    void goesOnAfterACrashBehindManyThatWentToAPerson() throws IOException {
        Map<String, String> many = new TreeMap<>();
        for (int i = 1; i <= 5_000; i++) {
            many.put("r" + (10_000 + i), i % 2_500 == 0 ? "{\"category\":\"legal\"}" : "{\"score\":1}");
        }
        bench.halfMade(many);
        assertThat(bench.states()).isEqualTo(Map.of(RecordState.COMPLETED, 2L, RecordState.REVIEW_REQUIRED, 4_998L));
        assertThat(bench.publish().open()).isTrue();
        assertThat(deliverAll())
                .containsEntry("files", "2: r12500 {\"category\":\"legal\"};r15000 {\"category\":\"legal\"};")
                .doesNotContainKey("rest");
        assertThat(bench.states()).isEqualTo(Map.of(RecordState.PUBLISHED, 2L, RecordState.REVIEW_REQUIRED, 4_998L));
        assertThat(bench.ledger().counts().recount()).isEmpty();
    }

    @Test
    void takesWhatAnEarlierProcessLeftIfItIsTheSame() throws IOException {
        bench.halfMade(two());
        assertThat(Files.readString(bench.content(1, "legal")))
                .startsWith("{\"source_id\":\"a\"")
                .hasLineCount(1);
        Files.delete(bench.content(1));
        assertThat(bench.publish().open()).isTrue();
        assertThat(deliverAll()).hasSize(4);
    }

    @Test
    void deliversNothingWhereAnEarlierProcessLeftSomethingElse() throws IOException {
        bench.halfMade(two());
        Files.writeString(bench.content(1, "legal"), "{}\n");
        assertThat(bench.publish().open()).isFalse();
        assertThat(bench.claim()).isEmpty();
    }
}
