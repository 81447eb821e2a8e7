package dev.caravan.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.realtime.RealTimeRig;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every operation below {@code /v1} and its twins in real time, with all of Caravan behind it: each status that the contract
 * has is reached, and what is answered is what the contract says.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class V1ContractTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final List<String> TWINS = List.of("/extract", "/summarization/abstractive", "/classify");
    private static final int MOST_BYTES = 6000;
    /** A workspace without operations. */
    private static final String BARE = "bare";

    private static final String LINE =
            "{\"custom_id\":\"%s\",\"body\":{\"model\":\"summarize\",\"text\":\"The parcel came late.\"}}%n";

    @TempDir
    static Path folder;

    private static RealTimeRig rig;
    private static Contract contract;
    private static String key;
    private static String reviewing;
    private static String foreign;

    @BeforeAll
    static void start() throws Exception {
        contract = Contract.read();
        rig = new RealTimeRig(
                folder,
                List.of("extract", "summarize", "classify"),
                V1ContractTest::configure,
                Stream.concat(
                                Stream.of(
                                                "receive",
                                                "read",
                                                "assemble",
                                                "submit",
                                                "poll",
                                                "collect",
                                                "publish",
                                                "finish")
                                        .map(stage -> "--caravan." + stage + ".every-ms=100"),
                                Stream.of(
                                        "--caravan.realtime.timeout=10s",
                                        "--caravan.gateway.window=100ms",
                                        "--caravan.http.max-bytes=" + MOST_BYTES + "B",
                                        "--caravan.http.max-line=" + MOST_BYTES + "B",
                                        "--caravan.access.requests-per-minute=100000"))
                        .toList());
        key = rig.key("default", "submit");
        reviewing = rig.key("default", "review");
        foreign = rig.key(BARE, "submit");
    }

    private static void configure(Path config) throws IOException {
        Files.writeString(
                config.resolve("workspaces.yaml"),
                "workspaces:\n  " + BARE + ": {}\n"
                        + "  default: {operations: {extract: extract, summarize: summarize, classify: classify}}\n");
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    private static Set<String> operations() {
        Set<String> all = new TreeSet<>(contract.operations().keySet());
        all.removeIf(name -> {
            String path = name.substring(name.indexOf(' ') + 1);
            return !path.startsWith("/v1/") && !TWINS.contains(path);
        });
        return all;
    }

    private static Set<String> unreached() {
        Set<String> left = new TreeSet<>(contract.unreached("/v1/"));
        TWINS.forEach(path -> left.addAll(contract.unreached(path)));
        return left;
    }

    /** Sends it, asserts the status and what the contract says of it, and returns the body. */
    private static JsonNode ask(String key, int status, String operation, String path, String body, String... headers)
            throws IOException {
        HttpResponse<String> reply = send(key, operation, path, body, headers);
        assertThat(reply.statusCode())
                .as("%s at %s: %s", operation, path, reply.body())
                .isEqualTo(status);
        return checked(operation, reply);
    }

    private static HttpResponse<String> send(
            String key, String operation, String path, String body, String... headers) {
        String[] all = Stream.concat(Stream.of("Authorization", "Bearer " + key), Stream.of(headers))
                .toArray(String[]::new);
        return rig.send(operation.substring(0, operation.indexOf(' ')), path, body, all);
    }

    private static JsonNode checked(String operation, HttpResponse<String> reply) throws IOException {
        contract.check(
                operation,
                reply.statusCode(),
                reply.headers().firstValue("Content-Type").orElse(""),
                reply.body());
        boolean whole = reply.headers().firstValue("Content-Type").orElse("").startsWith("application/json");
        return whole ? JSON.readTree(reply.body()) : JSON.nullNode();
    }

    private static String path(String operation, String id) {
        return operation.substring(operation.indexOf(' ') + 1).replace("{id}", id);
    }

    private static JsonNode batch(String id) throws IOException {
        return ask(key, 200, "GET /v1/batches/{id}", "/v1/batches/" + id, "");
    }

    private static JsonNode until(String id, String status) {
        return Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> batch(id), batch -> batch.path("status").asText().equals(status));
    }

    private static String form(String content) {
        return "--b\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\nbatch\r\n--b\r\nContent-Disposition:"
                + " form-data; name=\"file\"; filename=\"a.jsonl\"\r\n\r\n" + content + "\r\n--b--\r\n";
    }

    private static JsonNode upload(int status, String content) throws IOException {
        return ask(
                key,
                status,
                "POST /v1/files",
                "/v1/files",
                form(content),
                "Content-Type",
                "multipart/form-data; boundary=b");
    }

    private static String chat(String id) {
        return "{\"custom_id\":\"" + id
                + "\",\"body\":{\"model\":\"fast\",\"messages\":[{\"role\":\"user\",\"content\":" + "\"Hi\"}]}}";
    }

    private static void gone(String part) throws IOException {
        try (Stream<Path> all = Files.walk(folder.resolve("data/spool").resolve(part))) {
            for (Path file : all.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().endsWith(".json"))
                    .toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    @Order(1)
    void nobodyComesInWithoutAKeyOrWithoutTheRole() throws IOException {
        for (String operation : operations()) {
            JsonNode none = ask("ck_none", 401, operation, path(operation, "x"), "");
            assertThat(none.at("/error/code").asText()).isEqualTo("invalid_api_key");
            if (operation.startsWith("GET ")) {
                continue; // Every role may look.
            }
            JsonNode role = ask(reviewing, 403, operation, path(operation, "x"), "");
            assertThat(role.at("/error/code").asText()).isEqualTo("insufficient_permissions");
        }
    }

    @Test
    @Order(2)
    void whatIsNotThereAndWhatIsOfOthersIsNotFoundInTheSameWords() throws IOException {
        Map<String, String> own = Map.of(
                "/v1/batches",
                        ask(key, 200, "POST /v1/batches", "/v1/batches", LINE.formatted("a"))
                                .path("batch_id")
                                .asText(),
                "/v1/files", upload(200, chat("a")).path("id").asText(),
                "/v1/models", "fast-of-others");
        int seen = 0;
        for (String operation : operations()) {
            if (contract.operations().get(operation).path("responses").has("404")) {
                seen++;
                String kind = path(operation, "").replaceFirst("(?<=/v1/[a-z]{1,9})/.*", "");
                String query = operation.contains("{id}") ? "" : "?after=#";
                JsonNode none = ask(key, 404, operation, (path(operation, "#") + query).replace("#", "nothing"), "");
                String id = own.get(kind);
                JsonNode other = ask(foreign, 404, operation, (path(operation, "#") + query).replace("#", id), "");
                assertThat(other.toString().replace(id, "nothing")).isEqualTo(none.toString());
            }
        }
        assertThat(seen).isEqualTo(9);
    }

    @Test
    @Order(3)
    void whatIsWrongIsRefusedAndNothingIsKept() throws IOException {
        String batches = "POST /v1/batches";
        ask(key, 400, batches, "/v1/batches", "{");
        ask(key, 413, batches, "/v1/batches", "\n".repeat(MOST_BYTES + 1));
        ask(key, 415, batches, "/v1/batches", LINE.formatted("a"), "Content-Encoding", "br");
        ask(key, 200, batches, "/v1/batches", LINE.formatted("b"), "Idempotency-Key", "night");
        ask(key, 409, batches, "/v1/batches", LINE.formatted("c"), "Idempotency-Key", "night");
        ask(foreign, 503, batches, "/v1/batches", LINE.formatted("a"));
        ask(key, 400, "GET /v1/batches", "/v1/batches?limit=0", "");
        ask(key, 400, "GET /v1/files", "/v1/files?order=up", "");
        upload(400, "");
        upload(413, "\n".repeat(MOST_BYTES + 1));
        assertThat(ask(foreign, 200, "GET /v1/files", "/v1/files", "").path("data"))
                .isEmpty();
    }

    @Test
    @Order(4)
    void aBatchIsSubmittedLookedAtFetchedAndGone() throws IOException {
        JsonNode named = ask(key, 200, "GET /v1/models", "/v1/models", "");
        assertThat(named.findValuesAsText("id")).contains("fast");
        ask(key, 200, "GET /v1/models/{id}", "/v1/models/fast", "");

        String id = ask(key, 200, "POST /v1/batches", "/v1/batches", LINE.formatted("d"))
                .path("batch_id")
                .asText();
        String output = "GET /v1/batches/{id}/output";
        assertThat(until(id, "completed").path("completed_count").asInt()).isEqualTo(1);
        ask(key, 200, output, "/v1/batches/" + id + "/output", "");

        String file = upload(200, chat("a")).path("id").asText();
        ask(key, 200, "GET /v1/files/{id}", "/v1/files/" + file, "");
        ask(key, 200, "GET /v1/files/{id}/content", "/v1/files/" + file + "/content", "");
        ask(key, 200, "GET /v1/files", "/v1/files", "");
        String ordered = ask(
                        key,
                        200,
                        "POST /v1/batches",
                        "/v1/batches",
                        "{\"endpoint\":\"/v1/chat/completions\",\"input_file_id\":\"" + file + "\"}")
                .path("id")
                .asText();
        ask(key, 200, "GET /v1/batches", "/v1/batches", "");
        until(ordered, "completed");
        ask(key, 200, output, "/v1/batches/" + ordered + "/output", "");
        gone("files/" + file);
        ask(key, 410, "GET /v1/files/{id}/content", "/v1/files/" + file + "/content", "");
        ask(key, 200, "DELETE /v1/files/{id}", "/v1/files/" + file, "");
        gone("submissions/" + ordered);
        ask(key, 410, output, "/v1/batches/" + ordered + "/output", "");
    }

    @Test
    @Order(5)
    void whatHasNotEndedKeepsItsFileAndHasNoOutput() throws IOException {
        rig.faults("[{\"on\":\"batch\",\"do\":\"stay\",\"polls\":1000000,\"times\":1000}]");
        String file = upload(200, chat("z")).path("id").asText();
        String id = ask(
                        key,
                        200,
                        "POST /v1/batches",
                        "/v1/batches",
                        "{\"endpoint\":\"/v1/chat/completions\",\"input_file_id\":\"" + file + "\"}")
                .path("id")
                .asText();
        ask(key, 409, "DELETE /v1/files/{id}", "/v1/files/" + file, "");
        ask(key, 409, "GET /v1/batches/{id}/output", "/v1/batches/" + id + "/output", "");
        JsonNode cancelled = ask(key, 200, "POST /v1/batches/{id}/cancel", "/v1/batches/" + id + "/cancel", "");
        assertThat(cancelled.path("cancelling_at").isNumber()).isTrue();
        until(id, "cancelled");
        rig.send("DELETE", "/simulator/faults", "");
    }

    @Test
    @Order(6)
    void whatCanNotBeStoredJustNowMayBeSentAgain() throws Exception {
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("data/ledger/caravan.db"));
                Statement shell = other.createStatement()) {
            shell.execute("BEGIN IMMEDIATE");
            JsonNode later = upload(503, chat("a"));
            assertThat(later.at("/error/code").asText()).isEqualTo("unavailable");
            for (String path : TWINS) {
                assertThat(ask(key, 503, "POST " + path, path, example(path))
                                .at("/error/message")
                                .asText())
                        .isEqualTo("What it costs can't be noted just now, so nothing was asked. Send it again");
            }
            shell.execute("ROLLBACK");
        }
    }

    private static String example(String path) {
        return contract.operations()
                .get("POST " + path)
                .at("/requestBody/content/application~1json/example")
                .toString();
    }

    @Test
    @Order(7)
    void theTwinsInRealTimeAnswerAndSayWhatKeepsThemFromIt() throws IOException {
        for (String path : TWINS) {
            String operation = "POST " + path;
            ask(key, 200, operation, path, example(path));
            ask(key, 400, operation, path, "{");
            ask(key, 413, operation, path, " ".repeat(MOST_BYTES + 1));
            ask(key, 422, operation, path, "{\"document\":\"aGk=\"}");
            ask(foreign, 503, operation, path, example(path));
            rig.faults("[{\"on\":\"line\",\"do\":\"invalid-json\",\"times\":1}]");
            assertThat(ask(key, 502, operation, path, example(path))
                            .at("/error/code")
                            .asText())
                    .isEqualTo("parse");
        }
    }

    /** All at once, since each waits until its time is over. */
    @Test
    @Order(8)
    void theTwinsInRealTimeSayThatNoAnswerCameInTime() throws IOException {
        rig.faults("[{\"on\":\"ask\",\"do\":\"hang\",\"ms\":20000,\"times\":3}]");
        Map<String, CompletableFuture<HttpResponse<String>>> late = new TreeMap<>();
        for (String path : TWINS) {
            late.put(path, CompletableFuture.supplyAsync(() -> send(key, "POST " + path, path, example(path))));
        }
        for (Map.Entry<String, CompletableFuture<HttpResponse<String>>> one : late.entrySet()) {
            HttpResponse<String> reply = one.getValue().join();
            assertThat(reply.statusCode()).as(reply.body()).isEqualTo(504);
            assertThat(checked("POST " + one.getKey(), reply).at("/error/code").asText())
                    .isEqualTo("timeout");
        }
        rig.send("DELETE", "/simulator/faults", "");
    }

    /** Last: for so long nobody is asked. */
    @Test
    @Order(9)
    void theTwinsInRealTimeSayThatTheProviderHasNoRoom() throws IOException {
        rig.faults("[{\"on\":\"ask\",\"do\":\"status\",\"status\":429,\"headers\":{\"Retry-After\":\"600\"}}]");
        for (String path : TWINS) {
            assertThat(ask(key, 429, "POST " + path, path, example(path))
                            .at("/error/message")
                            .asText())
                    .startsWith("The provider of gpt-5-mini ");
        }
    }

    @Test
    @Order(10)
    void nothingIsPromisedThatWasNotSeen() {
        assertThat(unreached()).isEmpty();
    }
}
