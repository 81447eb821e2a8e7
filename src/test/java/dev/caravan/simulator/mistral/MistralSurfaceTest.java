package dev.caravan.simulator.mistral;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.simulator.RunningSimulator;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mistral's batch jobs over plain HTTP: the vendor has no client for Java. */
class MistralSurfaceTest {
    private static final String ROOT = "/simulator/mistral/v1";
    private static final String CHAT = "/v1/chat/completions";
    private static final String SMALL = "mistral-small-latest";

    @TempDir
    Path data;

    private RunningSimulator simulator;

    @BeforeEach
    void start() {
        simulator = new RunningSimulator(data);
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    private static String line(String id, String more) {
        return "{\"custom_id\":\"" + id + "\",\"body\":{\"messages\":[{\"role\":\"user\",\"content\":\"hi " + id
                + "\"}]" + more + "}}";
    }

    private static String[] lines(int count) {
        return IntStream.range(0, count).mapToObj(i -> line("r-" + i, "")).toArray(String[]::new);
    }

    private HttpResponse<String> upload(String filename, String purpose, String content) throws Exception {
        String body = "--b\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\n" + purpose
                + "\r\n--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + filename + "\"\r\n\r\n"
                + content + "\r\n--b--\r\n";
        HttpRequest request = HttpRequest.newBuilder(URI.create(simulator.url(ROOT + "/files")))
                .header("Authorization", "Bearer k")
                .header("Content-Type", "multipart/form-data; boundary=b")
                .POST(BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }

    private String file(String... lines) throws Exception {
        String body = upload("in.jsonl", "batch", String.join("\n", lines)).body();
        return RunningSimulator.json(body).path("id").asText();
    }

    private HttpResponse<String> tryCreate(String file, String endpoint, String model, String more) throws Exception {
        return simulator.call(
                "POST",
                ROOT + "/batch/jobs",
                "{\"input_files\":[\"" + file + "\"],\"endpoint\":\"" + endpoint + "\",\"model\":\"" + model + "\""
                        + more + "}");
    }

    private String create(String file, String endpoint, String model) throws Exception {
        HttpResponse<String> reply = tryCreate(file, endpoint, model, "");
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
        return RunningSimulator.json(reply.body()).path("id").asText();
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        return RunningSimulator.json(simulator.call("GET", ROOT + path, "").body());
    }

    private JsonNode poll(String job, int times) throws Exception {
        JsonNode seen = get("/batch/jobs/" + job);
        for (int i = 1; i < times; i++) {
            seen = get("/batch/jobs/" + job);
        }
        return seen;
    }

    private List<JsonNode> rows(JsonNode job, String file) throws Exception {
        return simulator
                .call("GET", ROOT + "/files/" + job.path(file).asText() + "/content", "")
                .body()
                .lines()
                .map(RunningSimulator::json)
                .toList();
    }

    @Test
    void livesThroughAJob() throws Exception {
        String job = create(file(lines(10)), CHAT, SMALL);
        List<String> statuses = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            statuses.add(poll(job, 1).path("status").asText());
        }
        JsonNode over = poll(job, 1);

        assertThat(statuses).containsExactly("RUNNING", "RUNNING", "SUCCESS", "SUCCESS");
        assertThat(over.path("total_requests").asInt()).isEqualTo(10);
        assertThat(over.path("succeeded_requests").asInt()).isEqualTo(10);
        assertThat(over.path("error_file").isNull()).isTrue();
        assertThat(rows(over, "output_file")).hasSize(10).allSatisfy(row -> {
            String id = row.path("custom_id").asText();
            assertThat(row.path("error").isNull()).isTrue();
            assertThat(row.at("/response/status_code").asInt()).isEqualTo(200);
            assertThat(row.at("/response/body/choices/0/message/content").asText())
                    .isEqualTo("[simulated] hi " + id);
        });
        assertThat(simulator.bill().path("records").asInt()).isEqualTo(10);
    }

    @Test
    void thinksInChunks() throws Exception {
        JsonNode job = poll(create(file(line("a", ",\"reasoning_effort\":\"high\"")), CHAT, SMALL), 3);

        JsonNode content = rows(job, "output_file").get(0).at("/response/body/choices/0/message/content");
        assertThat(content.at("/0/type").asText()).isEqualTo("thinking");
        assertThat(content.at("/1/text").asText()).isEqualTo("[simulated] hi a");
    }

    @Test
    void tellsWhatIsWrongWithALineInTheErrorFile() throws Exception {
        JsonNode job =
                poll(create(file(line("good", ""), line("bad", ",\"max_completion_tokens\":5")), CHAT, SMALL), 3);

        assertThat(job.path("failed_requests").asInt()).isEqualTo(1);
        JsonNode bad = rows(job, "error_file").get(0);
        assertThat(bad.path("custom_id").asText()).isEqualTo("bad");
        assertThat(bad.at("/response/status_code").asInt()).isEqualTo(422);
        assertThat(bad.at("/response/body/detail/0/loc/1").asText()).isEqualTo("max_completion_tokens");
        assertThat(bad.path("error").isTextual()).isTrue();
    }

    @Test
    void embedsAndModerates() throws Exception {
        String text = "{\"custom_id\":\"a\",\"body\":{\"input\":\"hate\"}}";
        JsonNode embedded = poll(create(file(text), "/v1/embeddings", "mistral-embed"), 3);
        JsonNode judged = poll(create(file(text), "/v1/moderations", "mistral-moderation-latest"), 3);

        assertThat(rows(embedded, "output_file").get(0).at("/response/body/data/0/embedding"))
                .hasSize(1024);
        assertThat(rows(judged, "output_file")
                        .get(0)
                        .at("/response/body/results/0/categories/hate")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void failsAJobWithABadLineAndCountsTheReasons() throws Exception {
        JsonNode job = poll(create(file("{\"custom_id\":\"a\"}", "{\"custom_id\":\"b\"}", "no json"), CHAT, SMALL), 1);

        assertThat(job.path("status").asText()).isEqualTo("FAILED");
        assertThat(job.path("errors").toString())
                .isEqualTo("[{\"message\":\"Missing required parameter: 'body'.\",\"count\":2},"
                        + "{\"message\":\"This line is not parseable as valid JSON.\",\"count\":1}]");
        assertThat(simulator.bill().path("records").asInt()).isZero();
    }

    @Test
    void cancelsKeepingTheHalfThatRan() throws Exception {
        String job = create(file(lines(10)), CHAT, SMALL);
        poll(job, 1);
        String reply = simulator
                .call("POST", ROOT + "/batch/jobs/" + job + "/cancel", "")
                .body();
        JsonNode over = poll(job, 1);

        assertThat(RunningSimulator.json(reply).path("status").asText()).isEqualTo("CANCELLATION_REQUESTED");
        assertThat(over.path("status").asText()).isEqualTo("CANCELLED");
        assertThat(rows(over, "output_file")).hasSize(5);
        assertThat(simulator
                        .call("POST", ROOT + "/batch/jobs/" + job + "/cancel", "")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void timesOutWithWhatIsDone() throws Exception {
        simulator.faults("[{\"on\":\"batch\",\"do\":\"expire\",\"fraction\":0.3}]");
        JsonNode job = poll(create(file(lines(10)), CHAT, SMALL), 2);

        assertThat(job.path("status").asText()).isEqualTo("TIMEOUT_EXCEEDED");
        assertThat(rows(job, "output_file")).hasSize(3);
    }

    @Test
    void listsJobsInPagesNewestFirst() throws Exception {
        String file = file(lines(1));
        List<String> created = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            created.add(0, create(file, CHAT, SMALL));
        }
        List<String> listed = new ArrayList<>();
        for (int page = 0; page < 3; page++) {
            JsonNode list = get("/batch/jobs?page=" + page + "&page_size=2&order_by=-created");
            assertThat(list.path("total").asInt()).isEqualTo(3);
            list.path("data").forEach(job -> listed.add(job.path("id").asText()));
        }
        assertThat(listed).isEqualTo(created);
    }

    @Test
    void forgetsWhatIsDeleted() throws Exception {
        String file = file(lines(1));
        String job = create(file, CHAT, SMALL);

        assertThat(simulator.call("DELETE", ROOT + "/files/" + file, "").body()).contains("\"deleted\":true");
        assertThat(tryCreate(file, CHAT, SMALL, "").statusCode()).isEqualTo(404);
        assertThat(simulator.call("DELETE", ROOT + "/batch/jobs/" + job, "").body())
                .contains("\"deleted\":true");
        assertThat(simulator.call("GET", ROOT + "/batch/jobs/" + job, "").statusCode())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/v1/responses|mistral-small-latest||422|body.endpoint",
                "/v1/chat/completions|gpt-5||400|Invalid model: gpt-5",
                "/v1/chat/completions|mistral-small-latest|,\"timeout_hours\":168|422|whole number from 1 to 167",
                "/v1/chat/completions|mistral-small-latest|,\"completion_window\":\"24h\"|422|Extra inputs",
                "/v1/chat/completions|mistral-small-latest|,\"metadata\":{\"a\":1}|422|valid string",
            })
    void refusesACreateForWhatItSays(String endpoint, String model, String more, int status, String why)
            throws Exception {
        HttpResponse<String> reply = tryCreate(file(lines(1)), endpoint, model, more == null ? "" : more);
        assertThat(reply.statusCode()).isEqualTo(status);
        String said = RunningSimulator.json(reply.body()).at("/detail/0/loc").isMissingNode()
                ? reply.body()
                : reply.body().replace("\",\"", ".");
        assertThat(said).contains(why);
    }

    @Test
    void refusesUploadsThatAreNotForBatches() throws Exception {
        assertThat(upload("in.csv", "batch", "{}").statusCode()).isEqualTo(422);
        assertThat(upload("in.jsonl", "fine-tune", "{}").statusCode()).isEqualTo(422);
        simulator.settings("{\"mistral\":{\"maxFileBytes\":5}}");
        assertThat(upload("in.jsonl", "batch", "{\"a\":1}").statusCode()).isEqualTo(413);
    }

    @Test
    void refusesABadKey() throws Exception {
        HttpResponse<String> reply = simulator.send("GET", ROOT + "/models", "", "Authorization", "Bearer invalid-key");
        assertThat(reply.statusCode()).isEqualTo(401);
        assertThat(reply.body()).isEqualTo("{\"detail\":\"Unauthorized\"}");
        assertThat(get("/models").toString()).contains(SMALL);
    }
}
