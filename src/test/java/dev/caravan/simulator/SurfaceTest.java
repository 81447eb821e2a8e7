package dev.caravan.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a provider gets from the kernel, shown with one that has as little in common with OpenAI as possible. */
class SurfaceTest {
    private static final String LINES = """
            {"id":"a1","say":"one"}
            {"id":"a2","say":"two"}
            {"id":"b1","say":"three"}
            {"id":"b2","say":"four"}
            """;

    @TempDir
    Path data;

    private RunningSimulator simulator;

    @BeforeEach
    void start() {
        simulator = new RunningSimulator(
                data, List.of("--spring.profiles.active=echo"), EchoController.Beans.class, EchoController.class);
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void runsAJobIntoShardsAndChargesIt() throws Exception {
        assertThat(begin("j1").path("phase").asText()).isEqualTo("validating");
        assertThat(poll("j1", 3)).isEqualTo(RunningSimulator.json("""
                {"arn":"arn:echo/j1","phase":"completed","done":4,"wrong":0,"left":0,"shards":"shard-a,shard-b","note":"kept"}"""));
        assertThat(rows("j1", "shard-a")).containsExactlyInAnyOrder("""
                {"id":"a1","answer":{"said":"one"}}""", """
                {"id":"a2","answer":{"said":"two"}}""");
        assertThat(simulator.bill()).isEqualTo(RunningSimulator.json("""
                {"charged":{"a1":1,"a2":1,"b1":1,"b2":1},"records":4,"batches":1,"double":[]}"""));
        assertThat(data.resolve("echo/scratch")).isEmptyDirectory();
    }

    @Test
    void doublesAndFailsLinesByScript() throws Exception {
        simulator.faults("""
                [{"on":"line","match":{"customId":"a1"},"do":"duplicate"},
                 {"on":"line","match":{"customId":"a2","surface":"openai"},"do":"missing"},
                 {"on":"line","match":{"customId":"b1","surface":"echo"},"do":"error"}]""");
        begin("j1");

        assertThat(poll("j1", 3).path("wrong").asInt()).isEqualTo(1);
        assertThat(rows("j1", "shard-a")).containsExactlyInAnyOrder("""
                {"id":"a1","answer":{"said":"one"}}""", """
                {"id":"a1","answer":{"said":"one"}}""", """
                {"id":"a2","answer":{"said":"two"}}""");
        assertThat(rows("j1", "shard-b")).contains("{\"id\":\"b1\",\"error\":{\"why\":\"fault\"}}");
    }

    @Test
    void writesARowForEveryLineThatHadNoTurn() throws Exception {
        begin("j1");
        poll("j1", 1);
        HttpResponse<String> stopped = send("POST", "/jobs/arn%3Aecho%2Fj1/stop", "");

        assertThat(RunningSimulator.json(stopped.body()).path("phase").asText()).isEqualTo("cancelling");
        JsonNode ended = poll("j1", 1);
        assertThat(ended.path("phase").asText()).isEqualTo("cancelled");
        assertThat(ended.path("done").asInt()).isEqualTo(2);
        assertThat(ended.path("left").asInt()).isEqualTo(2);
        assertThat(rows("j1", "shard-a").size() + rows("j1", "shard-b").size()).isEqualTo(4);
        assertThat(simulator.bill().path("records").asInt()).isEqualTo(2);
    }

    @Test
    void aimsFaultsAtOneSurfaceOrAtAll() throws Exception {
        simulator.faults("""
                [{"on":"batches.create","match":{"surface":"openai"},"do":"status","status":503},
                 {"on":"batches.create","match":{"surface":"echo"},"do":"status","status":529}]""");

        HttpResponse<String> refused = send("POST", "/jobs:start", LINES, "x-echo-id", "j1");
        assertThat(refused.statusCode()).isEqualTo(529);
        assertThat(refused.body()).isEqualTo("{\"fault\":529}");
        assertThat(refused.headers().firstValue("x-echo-error")).contains("Refused");
        assertThat(begin("j1").path("phase").asText()).isEqualTo("validating");
        assertThat(simulator.call("POST", "/simulator/openai/v1/batches", "{}").statusCode())
                .isEqualTo(503);
    }

    @Test
    void losesTheReplyToAJobThatIsThere() throws Exception {
        simulator.faults("[{\"on\":\"batches.create\",\"match\":{\"surface\":\"echo\"},\"do\":\"lose-reply\"}]");

        assertThatThrownBy(() -> begin("j1")).isInstanceOf(IOException.class);
        assertThat(poll("j1", 1).path("phase").asText()).isEqualTo("in_progress");
    }

    @Test
    void carriesOutACallLateWhenItsCallerHasGoneAndLooked() throws Exception {
        simulator.faults("[{\"on\":\"batches.create\",\"do\":\"late\",\"calls\":3}]");

        assertThatThrownBy(() -> begin("j1")).isInstanceOf(IOException.class);
        assertThat(send("GET", "/jobs/arn%3Aecho%2Fj1", "").statusCode()).isEqualTo(404);
        assertThat(send("GET", "/jobs/arn%3Aecho%2Fj1", "").statusCode()).isEqualTo(404);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> send("GET", "/jobs/arn%3Aecho%2Fj1", "").statusCode() == 200);
        poll("j1", 3);
        assertThat(simulator.bill().path("records").asInt()).isEqualTo(4);
    }

    @Test
    void forgetsALateCallThatNeverArrivedWhole() throws Exception {
        simulator.faults("[{\"on\":\"batches.create\",\"do\":\"late\",\"ms\":1}]");
        try (var socket = new Socket("127.0.0.1", URI.create(simulator.url("")).getPort())) {
            socket.getOutputStream()
                    .write(
                            "POST /simulator/echo/jobs:start HTTP/1.1\r\nHost: x\r\nx-echo-key: k\r\nx-echo-id: j1\r\nContent-Length: 99\r\n\r\nhalf"
                                    .getBytes(StandardCharsets.US_ASCII));
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() ->
                        simulator.call("GET", "/simulator/faults", "").body().equals("[]"));
        begin("j1");
        poll("j1", 3);
        JsonNode bill = simulator.bill();
        assertThat(bill.path("batches").asInt()).isEqualTo(1);
        assertThat(bill.path("records").asInt()).isEqualTo(4);
    }

    @Test
    void hidesANewJobOfOneSurfaceFromSoManyCalls() throws Exception {
        simulator.settings("{\"echo\":{\"VCalls\":2}}");

        begin("j1");
        assertThat(send("GET", "/jobs/arn%3Aecho%2Fj1", "").statusCode()).isEqualTo(404);
        simulator.call("GET", "/simulator/openai/v1/models", "");
        assertThat(send("GET", "/jobs/arn%3Aecho%2Fj1", "").statusCode()).isEqualTo(404);
        assertThat(send("GET", "/jobs/arn%3Aecho%2Fj1", "").statusCode()).isEqualTo(200);
    }

    @Test
    void tellsWhichFaultsThereAre() throws Exception {
        JsonNode table = RunningSimulator.json(
                simulator.call("GET", "/simulator/faults/table", "").body());

        assertThat(table.at("/surfaces/echo")).extracting(JsonNode::asText).contains("batches.create", "results.get");
        assertThat(table.path("call")).extracting(JsonNode::asText).contains("late", "lose-reply");
        assertThat(table.path("batch")).extracting(JsonNode::asText).contains("expire");
        assertThat(table.path("line")).extracting(JsonNode::asText).contains("swap");
    }

    @Test
    void asksForTheVendorsOwnCredential() throws Exception {
        assertThat(simulator.call("GET", "/simulator/echo/jobs/x", "").body()).isEqualTo("{\"fault\":403}");
        HttpResponse<String> bad = simulator.send("GET", "/simulator/echo/jobs/x", "", "x-echo-key", "bad");
        assertThat(bad.statusCode()).isEqualTo(403);
        assertThat(bad.headers().firstValue("x-echo-request")).contains("1");
        assertThat(bad.headers().firstValue("x-request-id")).isEmpty();
    }

    @Test
    void hasSettingsOfItsOwn() throws Exception {
        simulator.settings("{\"echo\":{\"maxLines\":3},\"X\":7}");

        assertThat(send("POST", "/jobs:start", LINES, "x-echo-id", "j1").statusCode())
                .isEqualTo(413);
        JsonNode now = RunningSimulator.json(
                simulator.call("GET", "/simulator/settings", "").body());
        assertThat(now.at("/echo/maxLines").asInt()).isEqualTo(3);
        assertThat(now.path("X").asInt()).isEqualTo(7);
        assertThat(settingsError("{\"echo\":{\"maxLine\":3}}"))
                .isEqualTo("Unknown setting \"echo.maxLine\". Allowed: maxLines, X, V, XCalls, VCalls.");
        assertThat(settingsError("{\"X\":8,\"echo\":{\"maxLines\":\"many\"}}"))
                .isEqualTo("Settings not changed: echo.maxLines must be a whole number of 0 or more, such as 3.");
        assertThat(settingsError("{\"X\":-1,\"echo\":{\"maxLines\":4}}")).startsWith("Settings not changed: X");
        assertThat(RunningSimulator.json(
                        simulator.call("GET", "/simulator/settings", "").body()))
                .isEqualTo(now);
    }

    @Test
    void refusesAFaultForASurfaceThatIsNotThere() throws Exception {
        HttpResponse<String> answer = simulator.call("POST", "/simulator/faults", """
                [{"on":"line","match":{"surface":"ehco"},"do":"error"}]""");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(RunningSimulator.json(answer.body()).at("/error/message").asText())
                .startsWith("Fault script refused, nothing changed: rule 1, match: unknown surface \"ehco\". Allowed: ")
                .contains("echo, ", "openai");
    }

    /** A script that curl sends without a content type comes as a form, of which servers leave no body. */
    @Test
    void refusesScriptsAndSettingsThatAreNoJsonOrSayThatTheyAreNone() throws Exception {
        String rule = "[{\"on\":\"line\",\"do\":\"error\"}]";
        for (String path : List.of("/simulator/faults", "/simulator/settings")) {
            assertThat(posted(path, "application/x-www-form-urlencoded", rule))
                    .isEqualTo("415 Send JSON, with Content-Type: application/json; this is"
                            + " application/x-www-form-urlencoded. Nothing was changed.");
            assertThat(posted(path, "application/json", "")).startsWith("400 ");
            assertThat(posted(path, "application/json", "on=line")).startsWith("400 The body is not JSON: ");
        }
        assertThat(simulator.call("GET", "/simulator/faults", "").body()).isEqualTo("[]");
        assertThat(posted("/simulator/faults", "text/plain", rule)).startsWith("415 ");
        assertThat(posted("/simulator/faults", "application/json; charset=utf-8", rule))
                .startsWith("200 ");
    }

    private String posted(String path, String type, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(simulator.url(path)))
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        return answer.statusCode() + " "
                + RunningSimulator.json(answer.body()).at("/error/message").asText();
    }

    @Test
    void remembersJobsAndHidesNewOnes() throws Exception {
        begin("j1");
        poll("j1", 3);
        stop();
        start();

        assertThat(poll("j1", 1).path("phase").asText()).isEqualTo("completed");
        assertThat(rows("j1", "shard-b")).hasSize(2);
        simulator.settings("{\"V\":60000}");
        assertThat(send("GET", "/jobs/arn%3Aecho%2Fj1", "").statusCode()).isEqualTo(404);
        assertThat(simulator.bill().path("records").asInt()).isEqualTo(4);
    }

    private String settingsError(String changes) throws Exception {
        HttpResponse<String> answer = simulator.call("POST", "/simulator/settings", changes);
        assertThat(answer.statusCode()).isEqualTo(400);
        return RunningSimulator.json(answer.body()).at("/error/message").asText();
    }

    private JsonNode begin(String id) throws Exception {
        return RunningSimulator.json(
                send("POST", "/jobs:start", LINES, "x-echo-id", id).body());
    }

    private JsonNode poll(String id, int times) throws Exception {
        String seen = "";
        for (int i = 0; i < times; i++) {
            seen = send("GET", "/jobs/arn%3Aecho%2F" + id, "").body();
        }
        return RunningSimulator.json(seen);
    }

    private List<String> rows(String id, String shard) throws Exception {
        return send("GET", "/results/" + id + "/" + shard + ":read", "")
                .body()
                .lines()
                .toList();
    }

    private HttpResponse<String> send(String method, String path, String body, String... more) throws Exception {
        String[] headers = new String[more.length + 2];
        headers[0] = "x-echo-key";
        headers[1] = "k";
        System.arraycopy(more, 0, headers, 2, more.length);
        return simulator.send(method, "/simulator/echo" + path, body, headers);
    }
}
