package dev.caravan.env;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.access.Keys;
import dev.caravan.testkit.OtlpCollector;
import dev.caravan.testkit.OtlpCollector.Span;
import dev.caravan.trace.Works;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a collector gets of whole runs. */
@Timeout(180)
class TracesTest {
    private static final int ROWS = 3;

    @TempDir
    Path folder;

    private final OtlpCollector collector = new OtlpCollector();

    private String[] traced(String... more) {
        List<String> options = new ArrayList<>(
                List.of("--otel.exporter.otlp.endpoint=" + collector.endpoint(), "--otel.bsp.schedule.delay=50"));
        options.addAll(List.of(more));
        return options.toArray(String[]::new);
    }

    /** The top of the trace of the one with this number. */
    private Span root(String kind, int number) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> collector.spans().stream().anyMatch(span -> isRoot(span, kind, number)));
        List<Span> roots = collector.spans().stream()
                .filter(span -> isRoot(span, kind, number))
                .toList();
        assertThat(roots).as(kind).hasSize(1);
        return roots.get(0);
    }

    private static boolean isRoot(Span span, String kind, int number) {
        return span.name().equals(kind)
                && span.parent().isEmpty()
                && span.attributes().get("caravan." + kind).equals("" + number);
    }

    /** Each span below its parent, in the order in which they began; a look that says the same once more is not told again. */
    private String tree(Span root) {
        List<Span> spans = collector.spans().stream()
                .filter(span -> span.trace().equals(root.trace()))
                .sorted(Comparator.comparing(Span::from))
                .toList();
        return below(spans, "", "")
                .replaceAll("( +poll\\n +status simulator\\n)\\1+", "$1")
                .replaceAll(" +submit\\n +list simulator\\n(?= +submit)", "");
    }

    private static String below(List<Span> spans, String parent, String indent) {
        return spans.stream()
                .filter(span -> span.parent().equals(parent))
                .map(span -> indent + span.name()
                        + (span.failed() ? " (" + span.attributes().get("error.type") + ")" : "") + "\n"
                        + below(spans, span.id(), indent + "  "))
                .collect(Collectors.joining());
    }

    private Span one(Span root, String name) {
        return collector.spans().stream()
                .filter(span -> span.trace().equals(root.trace()) && span.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private void allIsHome(Whole caravan, int records) {
        caravan.published(records);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() ->
                        collector.spans().stream().anyMatch(span -> span.name().equals("publish")));
    }

    @Test
    void showsTheWholeWayOfADropThroughAFailureAndANewStartInOneTrace() throws Exception {
        try (Whole caravan = new Whole(folder).start(traced())) {
            caravan.faults("[{\"on\":\"batches.create\",\"do\":\"status\",\"status\":503}]");
            caravan.drop("one", ROWS);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> collector.spans().stream().anyMatch(Span::failed));
            caravan.stop();
            caravan.start(traced());
            allIsHome(caravan, ROWS);

            Span drop = root("drop", 1);
            String conversation = """
                      assemble
                      submit (transient)
                        upload simulator
                        create simulator (transient)
                      submit
                        list simulator
                        delete simulator
                      submit
                        upload simulator
                        create simulator
                      poll
                        status simulator
                      collect
                        download simulator
                    """;
            assertThat(tree(drop)).isEqualTo("""
                    drop
                      receive
                      read
                      batch
                    %s  publication
                      publish
                      manifests
                    """.formatted(conversation.indent(2)));
            assertThat(tree(root("batch", 1))).isEqualTo("batch\n" + conversation);
            assertThat(collector.resources().stream()
                            .map(of -> of.get("service.name") + " " + of.get("service.instance.id"))
                            .distinct())
                    .containsExactly("caravan node 1", "caravan node 2");
            facts(drop);
            nothingOfTheFileAndNoSecret();
        }
    }

    private void facts(Span drop) {
        assertThat(drop.attributes())
                .isEqualTo(Map.of(
                        "caravan.drop",
                        "1",
                        "caravan.task",
                        "chat",
                        "caravan.records",
                        "" + ROWS,
                        "caravan.records.published",
                        "" + ROWS));
        Span batch = one(drop, "batch");
        assertThat(batch.attributes())
                .isEqualTo(Map.ofEntries(
                        Map.entry("caravan.batch", "1"),
                        Map.entry("caravan.task", "chat"),
                        Map.entry("caravan.credential", "trial"),
                        Map.entry("caravan.provider", "simulator"),
                        Map.entry("caravan.records.ok", "" + ROWS),
                        Map.entry("caravan.records.not_ok", "0"),
                        Map.entry("caravan.cost_micros", "0"),
                        Map.entry("gen_ai.operation.name", "chat"),
                        Map.entry("gen_ai.provider.name", "openai"),
                        Map.entry("gen_ai.request.model", "gpt-5-mini"),
                        Map.entry("gen_ai.usage.input_tokens", "63"),
                        Map.entry("gen_ai.usage.output_tokens", "243")));
        assertThat(one(drop, "assemble").attributes())
                .containsEntry("gen_ai.operation.name", "chat")
                .containsEntry("gen_ai.request.model", "gpt-5-mini")
                .doesNotContainKey("gen_ai.usage.input_tokens");
        assertThat(one(drop, "download simulator").attributes())
                .containsEntry("gen_ai.operation.name", "chat")
                .containsEntry("gen_ai.request.model", "gpt-5-mini");
        assertThat(batch.links()).containsExactly(root("batch", 1).trace());
        assertThat(root("batch", 1).links()).containsExactly(drop.trace());
        Map<String, String> create = new TreeMap<>(one(drop, "create simulator").attributes());
        assertThat(create.remove("caravan.server_request_id")).matches("req_[0-9a-f]{32}");
        assertThat(create.remove("http.request.body.size")).matches("[1-9]\\d+");
        assertThat(create.remove("http.response.body.size")).matches("null|\\d+");
        create.remove("server.port");
        assertThat(create)
                .isEqualTo(Map.of(
                        "caravan.call", "create",
                        "caravan.credential", "trial",
                        "caravan.provider", "simulator",
                        "error.type", "transient",
                        "gen_ai.operation.name", "chat",
                        "gen_ai.provider.name", "openai",
                        "gen_ai.request.model", "gpt-5-mini",
                        "http.request.method", "POST",
                        "http.response.status_code", "503",
                        "server.address", "127.0.0.1"));
    }

    private void nothingOfTheFileAndNoSecret() {
        assertThat(collector.spans())
                .allSatisfy(span -> assertThat(span.attributes().values())
                        .noneMatch(value -> value.contains("simulated")
                                || value.contains("one-1")
                                || value.contains("one.jsonl")
                                || value.contains("It is day")
                                || value.contains("/")));
    }

    @Test
    void tellsABatchOfManyDropsInTheTracesOfTheFirstOnesAndLinksToTheOthers() throws Exception {
        try (Whole caravan = new Whole(folder)) {
            Path task = folder.resolve("config/tasks/chat/task.yaml");
            Files.writeString(task, Files.readString(task).replaceFirst("window: 0s", "window: 2s"));
            caravan.drop("one", ROWS);
            caravan.drop("two", ROWS);
            caravan.start(traced("--caravan.traces.drops=1"));
            allIsHome(caravan, 2 * ROWS);
            Span first = root("drop", 1);
            Span second = root("drop", 2);
            assertThat(root("batch", 1).links()).containsExactly(first.trace(), second.trace());
            assertThat(tree(first)).isEqualTo("""
                    drop
                      receive
                      read
                      batch
                        assemble
                        submit
                          upload simulator
                          create simulator
                        poll
                          status simulator
                        collect
                          download simulator
                      publication
                      publish
                      manifests
                    """);
            assertThat(one(first, "publish").links()).containsExactly(second.trace());
            assertThat(tree(second)).isEqualTo("drop\n  receive\n  read\n  manifests\n");
        }
    }

    @Test
    void startsNothingWhereNobodyWantsTracesAndGoesOnWhereNobodyTakesThem() throws Exception {
        try (Whole caravan = new Whole(folder).start(traced("--otel.exporter.otlp.protocol=grpc"))) {
            assertThat(caravan.bean(Works.class).areTraced()).isFalse();
            assertThat(caravan.warnings())
                    .anySatisfy(line -> assertThat(line)
                            .startsWith("No traces are kept: OpenTelemetry does not take its settings (")
                            .endsWith("). Caravan sends them as http/protobuf; everything else goes on"));
            caravan.stop();
            caravan.start();
            assertThat(caravan.bean(Works.class).areTraced()).isFalse();
            assertThat(exporters()).isEmpty();
            caravan.stop();
            collector.close();
            caravan.start(traced("--otel.java.exporter.otlp.retry.disabled=true"));
            assertThat(exporters()).hasSize(1);
            caravan.drop("one", ROWS);
            caravan.published(ROWS);
            caravan.allIsWell(ROWS);
            assertThat(caravan.stop()).isLessThan(Duration.ofSeconds(10));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(exporters()).isEmpty());
        }
    }

    @Test
    void isLinkedToTheTraceOfWhoeverSubmitsAndTellsProvidersOnlyIfItIsToldTo() throws Exception {
        String caller = "0af7651916cd43dd8448eb211c80319c";
        try (Whole caravan = new Whole(folder);
                Listener listener = new Listener(URI.create(caravan.url("/")).getPort())) {
            Path models = folder.resolve("config/models.yaml");
            Files.writeString(
                    models,
                    Files.readString(models)
                            .replace(
                                    "{provider: simulator,",
                                    "{provider: simulator, base-url: \"http://127.0.0.1:" + listener.port()
                                            + "/simulator/openai/v1\","));
            caravan.start(traced());
            String key = caravan.bean(Keys.class)
                    .make(new Keys.Wanted("shop", "default", List.of("operate"), "1d", "operator"))
                    .text();
            assertThat(caravan.post(
                                    "/api/tasks/chat/drops?name=over-http.jsonl",
                                    Whole.rows("http", ROWS),
                                    "x-api-key",
                                    key,
                                    "traceparent",
                                    "00-" + caller + "-b7ad6b7169203331-01")
                            .statusCode())
                    .isEqualTo(202);
            assertThat(one(root("drop", 1), "receive").links()).containsExactly(caller);
            assertThat(listener.heard("POST /simulator/openai/v1/batches")).hasSize(1);
            assertThat(listener.heard("traceparent")).isEmpty();
            caravan.stop();
            caravan.start(traced("--caravan.traces.to-providers=true"));
            caravan.drop("one", ROWS);
            Span batch = root("batch", 2);
            assertThat(listener.heard("traceparent"))
                    .contains("traceparent: 00-" + batch.trace() + "-"
                            + one(batch, "create simulator").id() + "-01");
        }
    }

    private static List<String> exporters() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("BatchSpanProcessor"))
                .toList();
    }

    @AfterEach
    void stop() {
        collector.close();
    }
}
