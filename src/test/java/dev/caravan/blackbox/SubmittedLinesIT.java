package dev.caravan.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.access.Keys;
import dev.caravan.ledger.LedgerDoor;
import dev.caravan.testkit.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The examples of docs/batch-api.md, docs/gateway.md, README.md and what is answered at once, run as they stand there, against a Caravan that is killed again and again. */
@Timeout(300)
class SubmittedLinesIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Pattern BLOCK = Pattern.compile("```bash\n(curl .*?)\n```", Pattern.DOTALL);

    @TempDir
    Path folder;

    private final HttpClient http = HttpClient.newHttpClient();

    private int port;
    private String batch = "";
    private String file = "";
    private String order = "";
    private String output = "";
    private String key = "";

    @Test
    void linesAreAcceptedOnceAndAnsweredInTheirOrderWhereverItIsKilled() throws Exception {
        List<String> examples = examples("docs/batch-api.md");
        assertThat(examples).hasSize(4);
        port = Ports.free();
        try (Installation here = new Installation(folder)) {
            JarProcess told = here.serve(port, "-Dcaravan.kill.at=before|2|Submissions.accept");
            awaitUp(told);
            makeKey();
            ordered(told);
            assertThat(run(examples.get(0))).isEmpty();
            killed(told);
            // What was durable is accepted by the next start, which dies with the output written and not yet known.
            killed(here.serve(port, "-Dcaravan.kill.at=before|1|Submissions.ended"));

            JarProcess last = here.serve(port);
            awaitUp(last);
            JsonNode again = JSON.readTree(run(examples.get(0)));
            batch = again.path("batch_id").textValue();
            assertThat(again.path("total_count").asInt()).isEqualTo(3);
            assertThat(submissions()).containsExactlyInAnyOrder(batch, order);
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> JSON.readTree(run(examples.get(1)))
                            .path("status")
                            .textValue()
                            .equals("completed"));
            assertThat(run(examples.get(2)).lines().map(SubmittedLinesIT::shape))
                    .containsExactly(
                            "contract-1 extract [entities]",
                            "ticket-7 classify [top_label, scores, reasoning]",
                            "report-3 summarize [summary, input_chars, output_chars]");
            JsonNode ended = JSON.readTree(run(examples.get(3)));
            assertThat(ended.path("cancelled_at").isNull()).isTrue();
            assertThat(ended.path("completed_count").asInt()).isEqualTo(3);
            fetched();
            JsonNode bill = here.simulator().bill();
            assertThat(bill.path("double")).isEmpty();
            assertThat(bill.path("records").asInt()).isEqualTo(5);

            assertThat(examples("README.md")).hasSize(1);
            JsonNode other = JSON.readTree(run(examples("README.md").get(0)));
            assertThat(other.path("batch_id").textValue()).startsWith("batch_").isNotEqualTo(batch);
        }
    }

    /** Killed with the answer on its way each time; who asked asks again, or looks. */
    @Test
    void nothingIsLostOrPaidTwiceWhenItIsKilledBetweenUploadCreateAndReadOrWhileSomebodyWaits() throws Exception {
        List<String> gateway = examples("docs/gateway.md");
        port = Ports.free();
        try (Installation here = new Installation(folder)) {
            JarProcess uploading = here.serve(port, "-Dcaravan.kill.at=after|1|StoredFiles.add");
            awaitUp(uploading);
            makeKey();
            assertThat(run(gateway.get(0))).isEmpty();
            killed(uploading);

            JarProcess accepting = here.serve(port, "-Dcaravan.kill.at=after|1|Submissions.accept");
            awaitUp(accepting);
            file = only(get("/v1/files")).path("id").textValue();
            assertThat(run(gateway.get(1))).isEmpty();
            killed(accepting);

            JarProcess answering = here.serve(port, "-Dcaravan.kill.at=before|1|RealTimeCosts.answered");
            awaitUp(answering);
            order = JSON.readTree(run(gateway.get(1))).path("id").textValue();
            assertThat(only(get("/v1/batches")).path("id").textValue()).isEqualTo(order);
            assertThat(submissions()).containsExactly(order);
            assertThat(run(examples("docs/realtime.md").get(1))).isEmpty();
            killed(answering);

            JarProcess sampling = here.serve(port, "-Dcaravan.kill.at=before|3|RealTimeCosts.answered");
            awaitUp(sampling);
            assertThat(run(examples("docs/sample.md").get(0))).isEmpty();
            killed(sampling);

            awaitUp(here.serve(port));
            fetched();
            JsonNode bill = here.simulator().bill();
            assertThat(bill.path("double")).isEmpty();
            assertThat(bill.path("records").asInt()).isEqualTo(2);
            told(bill.at("/realtime/openai/calls").asInt());
        }
    }

    /** What the provider billed is in the ledger as what it cost, or as what nobody knows. */
    private void told(int billed) throws Exception {
        int answered = 0;
        Map<String, Integer> unknown = new TreeMap<>();
        for (JsonNode line : get("/api/costs").path("lines")) {
            answered += line.path("calls").asInt();
            if (line.path("unknown_calls").asInt() > 0) {
                unknown.merge(
                        line.path("task").asText(), line.path("unknown_calls").asInt(), Integer::sum);
            }
        }
        assertThat(unknown).containsOnlyKeys("classify", "triage-tickets").containsEntry("classify", 1);
        // One was answered before the first kill and three before the second, of which two may have been noted.
        assertThat(answered).isBetween(0, 2);
        assertThat(billed).isBetween(4, answered + 1 + unknown.get("triage-tickets"));
        assertThat(get("/api/events?kind=calls_unknown").path("data"))
                .extracting(event -> event.path("subject").asText())
                .containsExactly("task triage-tickets", "task classify");
    }

    private static JsonNode only(JsonNode list) {
        assertThat(list.path("data")).hasSize(1);
        return list.at("/data/0");
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        return JSON.readTree(run("curl -s -H \"x-api-key: $CARAVAN_KEY\" 'http://localhost:8080" + path + "'"));
    }

    /** The examples of docs/gateway.md up to the create: its batch is accepted, and Caravan goes on. */
    private void ordered(JarProcess caravan) throws Exception {
        List<String> gateway = examples("docs/gateway.md");
        assertThat(gateway).hasSize(4);
        file = JSON.readTree(run(gateway.get(0))).path("id").textValue();
        JsonNode made = JSON.readTree(run(gateway.get(1)));
        order = made.path("id").textValue();
        assertThat(made.path("input_file_id").textValue()).isEqualTo(file);
        assertThat(JSON.readTree(run(gateway.get(1))).path("id").textValue()).isEqualTo(order);
        assertThat(caravan.isAlive()).isTrue();
    }

    /** The other examples, by a Caravan that was killed twice since. */
    private void fetched() throws Exception {
        List<String> gateway = examples("docs/gateway.md");
        String lines = batch;
        batch = order;
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> JSON.readTree(run(gateway.get(2)))
                        .path("status")
                        .textValue()
                        .equals("completed"));
        output = JSON.readTree(run(gateway.get(2))).path("output_file_id").textValue();
        assertThat(run(gateway.get(3)).lines())
                .hasSize(2)
                .allMatch(line -> line.contains("\"object\":\"chat.completion\""))
                .anyMatch(line -> line.contains("\"custom_id\":\"hello-2\""));
        batch = lines;
    }

    private void makeKey() {
        try (LedgerDoor door = LedgerDoor.open(folder.resolve("data/ledger/caravan.db"), Clock.systemUTC())) {
            key = new Keys(door.apiKeys(), Clock.systemUTC())
                    .make(new Keys.Wanted("shop", "default", List.of("submit", "operate"), "1d", "operator"))
                    .text();
        }
    }

    private static void killed(JarProcess process) throws Exception {
        assertThat(process.waitFor(PATIENCE)).as(process.lastWords()).isEqualTo(KillChain.KILLED);
    }

    private static String shape(String line) {
        try {
            JsonNode json = JSON.readTree(line);
            JsonNode body = json.path("response").path("body");
            JsonNode content =
                    JSON.readTree(body.at("/choices/0/message/content").textValue());
            StringBuilder names = new StringBuilder();
            content.fieldNames()
                    .forEachRemaining(
                            name -> names.append(names.isEmpty() ? "" : ", ").append(name));
            return json.path("custom_id").textValue() + " " + body.path("model").textValue() + " [" + names + "]";
        } catch (IOException e) {
            throw new AssertionError(line, e);
        }
    }

    private List<String> submissions() throws IOException {
        try (Stream<Path> all = Files.list(folder.resolve("data/spool/submissions"))) {
            return all.map(path -> path.getFileName().toString()).toList();
        }
    }

    /** What it prints; nothing if the connection broke off. */
    private String run(String example) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                        "bash", "-c", example.replace("localhost:8080", "localhost:" + port))
                .directory(folder.toFile());
        builder.environment().put("CARAVAN_KEY", key);
        builder.environment().put("BATCH", batch);
        builder.environment().put("FILE", file);
        builder.environment().put("OUTPUT", output);
        Process process = builder.start();
        String printed = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        process.waitFor();
        return printed;
    }

    private static List<String> examples(String file) throws IOException {
        return BLOCK.matcher(Files.readString(Path.of(file)))
                .results()
                .map((MatchResult block) -> block.group(1))
                .toList();
    }

    private void awaitUp(JarProcess process) {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/v1/batches/x"))
                .build();
        Awaitility.await().atMost(PATIENCE).ignoreExceptions().until(() -> {
            assertThat(process.isAlive()).isTrue();
            return http.send(request, BodyHandlers.discarding()).statusCode() == 401;
        });
    }
}
