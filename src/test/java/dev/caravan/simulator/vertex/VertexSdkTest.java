package dev.caravan.simulator.vertex;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.cloud.storage.BlobInfo;
import com.google.genai.Client;
import com.google.genai.errors.ClientException;
import com.google.genai.types.BatchJob;
import com.google.genai.types.BatchJobDestination;
import com.google.genai.types.BatchJobSource;
import com.google.genai.types.CreateBatchJobConfig;
import com.google.genai.types.HttpOptions;
import com.google.genai.types.HttpRetryOptions;
import com.google.genai.types.JobState.Known;
import com.google.genai.types.ListBatchJobsConfig;
import dev.caravan.simulator.RunningSimulator;
import dev.caravan.testkit.GcsServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Google's own client, in its mode for Vertex, drives jobs from their input to their rows. */
class VertexSdkTest {
    private static final String FLASH = "gemini-2.5-flash";
    private static final String REQUEST =
            "{\"custom_id\":\"%s\",\"request\":{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"%s\"}]}]}}\n";

    @TempDir
    Path data;

    private GcsServer storage;
    private RunningSimulator simulator;
    private Client client;

    @BeforeEach
    void start() throws Exception {
        storage = new GcsServer("trial");
        simulator = new RunningSimulator(data);
        simulator.settings(
                "{\"vertex\": {\"storage\": \"" + storage.endpoint() + "\", \"token\": \"" + storage.token() + "\"}}");
        client = client("some-token");
    }

    private Client client(String token) {
        return Client.builder()
                .vertexAI(true)
                .project("trial")
                .location("us-central1")
                .credentials(GoogleCredentials.create(new AccessToken(token, new Date(Long.MAX_VALUE / 2))))
                .httpOptions(HttpOptions.builder()
                        .baseUrl(simulator.url("/simulator/vertex"))
                        .retryOptions(HttpRetryOptions.builder().attempts(1).build())
                        .build())
                .build();
    }

    @AfterEach
    void stop() {
        client.close();
        simulator.close();
        storage.close();
    }

    private BatchJob create(String model, String lines) {
        storage.client().create(BlobInfo.newBuilder("trial", "in/a.jsonl").build(), lines.getBytes(UTF_8));
        return create(model);
    }

    private BatchJob create(String model) {
        return client.batches.create(
                model,
                BatchJobSource.builder()
                        .gcsUri("gs://trial/in/a.jsonl")
                        .format("jsonl")
                        .build(),
                CreateBatchJobConfig.builder()
                        .displayName("run-1")
                        .dest(BatchJobDestination.builder()
                                .gcsUri("gs://trial/out")
                                .format("jsonl")
                                .build())
                        .build());
    }

    private List<Known> states(BatchJob job) {
        List<Known> states = new ArrayList<>();
        states.add(job.state().orElseThrow().knownEnum());
        while (states.size() < 10 && !states.get(states.size() - 1).name().matches(".*(SUCCEEDED|FAILED|ED)$")) {
            states.add(client.batches
                    .get(job.name().orElseThrow(), null)
                    .state()
                    .orElseThrow()
                    .knownEnum());
        }
        return states;
    }

    private Map<String, JsonNode> rows(BatchJob job) {
        Map<String, JsonNode> rows = new TreeMap<>();
        storage.client().list("trial").iterateAll().forEach(blob -> {
            if (blob.getName().endsWith("/predictions.jsonl")) {
                new String(blob.getContent(), UTF_8)
                        .lines()
                        .map(RunningSimulator::json)
                        .forEach(row -> rows.put(
                                row.path("custom_id").asText(row.path("key").asText()), row));
            }
        });
        return rows;
    }

    @Test
    void leadsAJobFromItsObjectToItsRows() throws Exception {
        BatchJob job = create(FLASH, REQUEST.formatted("r-1", "hello") + REQUEST.formatted("r-2", "there"));
        assertThat(job.name().orElseThrow()).matches("projects/trial/locations/us-central1/batchPredictionJobs/\\d+");
        assertThat(states(job))
                .containsExactly(
                        Known.JOB_STATE_PENDING,
                        Known.JOB_STATE_RUNNING,
                        Known.JOB_STATE_RUNNING,
                        Known.JOB_STATE_SUCCEEDED);

        BatchJob done = client.batches.get(job.name().orElseThrow(), null);
        assertThat(done.completionStats().orElseThrow().successfulCount()).hasValue(2L);
        Map<String, JsonNode> rows = rows(done);
        assertThat(rows.keySet()).containsExactly("r-1", "r-2");
        assertThat(rows.get("r-1").path("status").asText()).isEmpty();
        assertThat(rows.get("r-1")
                        .at("/response/candidates/0/content/parts/0/text")
                        .asText())
                .isEqualTo("[simulated] hello");
        assertThat(rows.get("r-1").at("/request/contents/0/parts/0").has("fileData"))
                .isTrue();
        assertThat(simulator.bill().path("records").asInt()).isEqualTo(2);

        List<String> listed = new ArrayList<>();
        client.batches
                .list(ListBatchJobsConfig.builder().pageSize(1).build())
                .forEach(each -> listed.add(each.name().orElseThrow()));
        assertThat(listed).containsExactly(job.name().orElseThrow());
        client.batches.delete(job.name().orElseThrow(), null);
        assertThatThrownBy(() -> client.batches.get(job.name().orElseThrow(), null))
                .isInstanceOfSatisfying(
                        ClientException.class, e -> assertThat(e.code()).isEqualTo(404));
    }

    @Test
    void failsOneRequestAndKeepsTheOthers() {
        BatchJob job = create(
                FLASH,
                REQUEST.formatted("r-1", "hello")
                        + "{\"custom_id\":\"r-2\",\"request\":{\"contents\":[{\"role\":\"system\",\"parts\":[{\"text\":\"x\"}]}]}}\n");
        states(job);
        JsonNode failed = rows(job).get("r-2");
        assertThat(failed.path("status").asText())
                .isEqualTo(
                        "Bad Request: {\"error\":{\"code\":400,\"message\":\"Please use a valid role: user, model.\","
                                + "\"status\":\"INVALID_ARGUMENT\"}}");
        assertThat(failed.path("response").isEmpty()).isTrue();
        assertThat(client.batches
                        .get(job.name().orElseThrow(), null)
                        .completionStats()
                        .orElseThrow()
                        .failedCount())
                .hasValue(1L);
    }

    @Test
    void failsAWholeJobThatCantBeLoaded() {
        BatchJob empty = create(FLASH, "{\"request\":{\"contents\":[],\"tools\":[{\"google_search\":{}}]}}\n");
        assertThat(states(empty)).containsExactly(Known.JOB_STATE_PENDING, Known.JOB_STATE_FAILED);
        assertThat(error(empty)).startsWith("3: Failed to import data").contains("google_search is an empty object");

        BatchJob mixed = create(
                FLASH,
                REQUEST.formatted("r-1", "a")
                        + "{\"custom_id\":7,\"request\":{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"b\"}]}]}}\n");
        states(mixed);
        assertThat(error(mixed)).contains("error on line 2", ".custom_id is STRING in one place and number in another");

        storage.client().delete("trial", "in/a.jsonl");
        BatchJob missing = create(FLASH);
        states(missing);
        assertThat(error(missing)).isEqualTo("9: Failed to import data. Not found: gs://trial/in/a.jsonl");
        assertThat(rows(missing)).isEmpty();
    }

    private String error(BatchJob job) {
        var error = client.batches.get(job.name().orElseThrow(), null).error().orElseThrow();
        return error.code().orElseThrow() + ": " + error.message().orElseThrow();
    }

    @Test
    void keepsWhatRanBeforeACancel() throws Exception {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 10; i++) {
            lines.append(REQUEST.formatted("r-" + i, "hello " + i));
        }
        BatchJob job = create(FLASH, lines.toString());
        client.batches.get(job.name().orElseThrow(), null);
        client.batches.cancel(job.name().orElseThrow(), null);
        assertThat(states(client.batches.get(job.name().orElseThrow(), null))).endsWith(Known.JOB_STATE_CANCELLED);
        assertThat(rows(job)).hasSize(5);
        assertThat(simulator.bill().path("records").asInt()).isEqualTo(5);
        // The client does not look at the answer to a cancel.
        var again = simulator.call("POST", "/simulator/vertex/v1/" + job.name().orElseThrow() + ":cancel", "{}");
        assertThat(again.statusCode()).isEqualTo(400);
        assertThat(again.body()).contains("\"status\":\"FAILED_PRECONDITION\"");
    }

    @Test
    void embedsAndAsksClaude() {
        BatchJob vectors = create(
                "gemini-embedding-001",
                "{\"key\":\"e-1\",\"request\":{\"content\":{\"parts\":[{\"text\":\"alpha\"}]},"
                        + "\"embed_content_config\":{\"output_dimensionality\":8}}}\n");
        states(vectors);
        JsonNode vector = rows(vectors).get("e-1").path("response");
        assertThat(vector.at("/embedding/values")).hasSize(8);
        assertThat(vector.path("tokenCount").asText()).isEqualTo("2");

        BatchJob claude = create(
                "publishers/anthropic/models/claude-sonnet-4-6",
                "{\"custom_id\":\"c-1\",\"request\":{\"anthropic_version\":\"vertex-2023-10-16\",\"max_tokens\":64,"
                        + "\"messages\":[{\"role\":\"user\",\"content\":\"hi you\"}]}}\n");
        states(claude);
        JsonNode message = rows(claude).get("c-1").path("response");
        assertThat(message.path("stop_reason").asText()).isEqualTo("end_turn");
        assertThat(message.at("/content/0/text").asText()).isEqualTo("[simulated] hi you");
    }

    @Test
    void refusesWhoHasNoTokenAndWhatDoesNotExist() {
        assertThatThrownBy(() -> create("gemini-1.0-nano"))
                .isInstanceOfSatisfying(
                        ClientException.class, e -> assertThat(e.code()).isEqualTo(404));
        assertThatThrownBy(() -> client("bad").batches.get("123", null))
                .isInstanceOfSatisfying(
                        ClientException.class, e -> assertThat(e.status()).isEqualTo("UNAUTHENTICATED"));
    }
}
