package dev.caravan.simulator.gemini;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.genai.Client;
import com.google.genai.errors.ClientException;
import com.google.genai.types.BatchJob;
import com.google.genai.types.BatchJobSource;
import com.google.genai.types.CreateBatchJobConfig;
import com.google.genai.types.CreateEmbeddingsBatchJobConfig;
import com.google.genai.types.EmbeddingsBatchJobSource;
import com.google.genai.types.File;
import com.google.genai.types.HttpOptions;
import com.google.genai.types.HttpRetryOptions;
import com.google.genai.types.JobState.Known;
import com.google.genai.types.ListBatchJobsConfig;
import com.google.genai.types.UploadFileConfig;
import dev.caravan.simulator.RunningSimulator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Google's own client, in its mode for the Gemini API, drives batches from upload to download. */
class GeminiSdkTest {
    private static final String FLASH = "gemini-2.5-flash";
    private static final String LINE =
            "{\"key\":\"%s\",\"request\":{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"%s\"}]}]}}\n";

    @TempDir
    Path data;

    private RunningSimulator simulator;
    private Client client;

    @BeforeEach
    void start() {
        simulator = new RunningSimulator(data.resolve("simulator"));
        client = client("some-key");
    }

    private Client client(String key) {
        return Client.builder()
                .apiKey(key)
                .httpOptions(HttpOptions.builder()
                        .baseUrl(simulator.url("/simulator/gemini"))
                        .retryOptions(HttpRetryOptions.builder().attempts(1).build())
                        .build())
                .build();
    }

    @AfterEach
    void stop() {
        client.close();
        simulator.close();
    }

    private File upload(String lines) {
        return client.files.upload(
                lines.getBytes(UTF_8),
                UploadFileConfig.builder()
                        .mimeType("application/jsonl")
                        .displayName("t-1")
                        .build());
    }

    private BatchJob create(File file) {
        return client.batches.create(
                FLASH,
                BatchJobSource.builder().fileName(file.name().orElseThrow()).build(),
                CreateBatchJobConfig.builder().displayName("run-1").build());
    }

    private BatchJob get(BatchJob job) {
        return client.batches.get(job.name().orElseThrow(), null);
    }

    private List<Known> states(BatchJob job) {
        List<Known> states = new ArrayList<>();
        states.add(job.state().orElseThrow().knownEnum());
        while (states.size() < 10 && !states.get(states.size() - 1).name().endsWith("ED")) {
            states.add(get(job).state().orElseThrow().knownEnum());
        }
        return states;
    }

    private Map<String, JsonNode> rows(BatchJob job) throws Exception {
        Path file = data.resolve("rows.jsonl");
        client.files.download(get(job).dest().orElseThrow().fileName().orElseThrow(), file.toString(), null);
        Map<String, JsonNode> rows = new TreeMap<>();
        Files.readAllLines(file).stream()
                .map(RunningSimulator::json)
                .forEach(row -> rows.put(row.path("key").asText(), row));
        return rows;
    }

    @Test
    void leadsABatchFromItsUploadToItsRows() throws Exception {
        File file = upload(LINE.formatted("k-1", "hello") + LINE.formatted("k-2", "there"));
        assertThat(file.displayName()).hasValue("t-1");
        BatchJob job = create(file);
        assertThat(states(job))
                .containsExactly(
                        Known.JOB_STATE_PENDING,
                        Known.JOB_STATE_RUNNING,
                        Known.JOB_STATE_RUNNING,
                        Known.JOB_STATE_SUCCEEDED);
        Map<String, JsonNode> rows = rows(job);
        assertThat(rows.keySet()).containsExactly("k-1", "k-2");
        JsonNode response = rows.get("k-2").path("response");
        assertThat(response.at("/candidates/0/content/parts/0/text").asText()).isEqualTo("[simulated] there");
        assertThat(response.at("/usageMetadata/thoughtsTokenCount").asInt()).isEqualTo(64);
        assertThat(simulator.bill().path("records").asInt()).isEqualTo(2);

        List<String> listed = new ArrayList<>();
        client.batches
                .list(ListBatchJobsConfig.builder().pageSize(1).build())
                .forEach(each -> listed.add(each.name().orElseThrow()));
        assertThat(listed).containsExactly(job.name().orElseThrow());
        client.files.delete(file.name().orElseThrow(), null);
        assertThatThrownBy(() -> client.files.get(file.name().orElseThrow(), null))
                .isInstanceOfSatisfying(
                        ClientException.class, e -> assertThat(e.code()).isEqualTo(403));
        client.batches.delete(job.name().orElseThrow(), null);
        assertThatThrownBy(() -> get(job))
                .isInstanceOfSatisfying(
                        ClientException.class, e -> assertThat(e.code()).isEqualTo(404));
    }

    @Test
    void refusesAFileWithOneBadLine() {
        File file = upload(LINE.formatted("k-1", "hello") + "{\"custom_id\":\"k-2\",\"request\":{}}\n");
        assertThatThrownBy(() -> create(file))
                .isInstanceOfSatisfying(
                        ClientException.class,
                        e -> assertThat(e.getMessage())
                                .contains("Error on line 2: invalid JSON, near column 1: no such field: 'custom_id'"));
    }

    @Test
    void failsOneRequestAndKeepsTheOthers() throws Exception {
        BatchJob job =
                create(upload(LINE.formatted("k-1", "hello") + "{\"key\":\"k-2\",\"request\":{\"contents\":[]}}\n"));
        states(job);
        assertThat(rows(job).get("k-2").toString())
                .isEqualTo("{\"error\":{\"code\":3,\"message\":\"Please supply contents.\"},\"key\":\"k-2\"}");
    }

    @Test
    void takesAFileOnlyOnceItIsProcessed() throws Exception {
        simulator.settings("{\"gemini\": {\"processing\": 2}}");
        File file = upload(LINE.formatted("k-1", "hello"));
        assertThat(file.state().orElseThrow().toString()).isEqualTo("PROCESSING");
        assertThatThrownBy(() -> create(file))
                .isInstanceOfSatisfying(
                        ClientException.class, e -> assertThat(e.status()).isEqualTo("FAILED_PRECONDITION"));
        client.files.get(file.name().orElseThrow(), null);
        File ready = client.files.get(file.name().orElseThrow(), null);
        assertThat(ready.state().orElseThrow().toString()).isEqualTo("ACTIVE");
        assertThat(states(create(ready))).endsWith(Known.JOB_STATE_SUCCEEDED);
    }

    @Test
    void hasNoResultsOfAnExpiredBatch() throws Exception {
        simulator.faults("[{\"on\":\"batch\",\"do\":\"expire\",\"fraction\":0.5}]");
        BatchJob job = create(upload(LINE.formatted("k-1", "hello") + LINE.formatted("k-2", "there")));
        assertThat(states(job)).endsWith(Known.JOB_STATE_EXPIRED);
        assertThat(get(job).dest().flatMap(dest -> dest.fileName())).isEmpty();
    }

    @Test
    void embeds() throws Exception {
        File file = upload("{\"key\":\"e-1\",\"request\":{\"content\":{\"parts\":[{\"text\":\"alpha\"}]},"
                + "\"outputDimensionality\":8}}\n");
        BatchJob job = client.batches.createEmbeddings(
                "gemini-embedding-001",
                EmbeddingsBatchJobSource.builder()
                        .fileName(file.name().orElseThrow())
                        .build(),
                CreateEmbeddingsBatchJobConfig.builder().displayName("run-2").build());
        states(job);
        assertThat(rows(job).get("e-1").at("/response/embedding/values")).hasSize(8);
    }

    @Test
    void refusesWrongKeysModelsAndFiles() {
        assertThatThrownBy(() -> client("bad").batches.get("batches/x", null))
                .isInstanceOfSatisfying(
                        ClientException.class, e -> assertThat(e.getMessage()).contains("API key not valid"));
        assertThatThrownBy(() -> client.batches.create(
                        "gemini-0.1",
                        BatchJobSource.builder().fileName("files/x").build(),
                        CreateBatchJobConfig.builder().displayName("run-1").build()))
                .isInstanceOfSatisfying(
                        ClientException.class, e -> assertThat(e.code()).isEqualTo(404));
        assertThatThrownBy(() -> create(File.builder().name("files/gone").build()))
                .isInstanceOfSatisfying(
                        ClientException.class, e -> assertThat(e.code()).isEqualTo(403));
    }
}
