package dev.caravan.simulator.openai;

import static dev.caravan.simulator.openai.OpenAiSimulator.chatLine;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.openai.azure.AzureOpenAIServiceVersion;
import com.openai.azure.AzureUrlPathMode;
import com.openai.azure.credential.AzureApiKeyCredential;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.MultipartField;
import com.openai.credential.BearerTokenCredential;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.errors.UnauthorizedException;
import com.openai.models.batches.Batch;
import com.openai.models.batches.BatchCreateParams;
import com.openai.models.files.FileCreateParams;
import com.openai.models.files.FileObject;
import com.openai.models.files.FilePurpose;
import dev.caravan.simulator.RunningSimulator;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Azure's surface, driven by the vendor's own client in both of its Azure modes. */
class AzureSdkTest {
    @TempDir
    Path data;

    private RunningSimulator simulator;
    private OpenAIClient v1;

    @BeforeEach
    void start() {
        simulator = new RunningSimulator(data);
        v1 = client(AzureUrlPathMode.UNIFIED, "/openai/v1")
                .credential(AzureApiKeyCredential.create("resource-key"))
                .build();
    }

    @AfterEach
    void stop() {
        v1.close();
        simulator.close();
    }

    private OpenAIOkHttpClient.Builder client(AzureUrlPathMode mode, String path) {
        return OpenAIOkHttpClient.builder()
                .baseUrl(simulator.url("/simulator/azure" + path))
                .azureUrlPathMode(mode)
                .maxRetries(0);
    }

    private OpenAIClient dated(String version) {
        return client(AzureUrlPathMode.LEGACY, "")
                .azureServiceVersion(AzureOpenAIServiceVersion.fromString(version))
                .credential(BearerTokenCredential.create("entra-token"))
                .build();
    }

    private static FileObject upload(OpenAIClient client, String content, long... lifetime) {
        FileCreateParams.Builder params = FileCreateParams.builder()
                .purpose(FilePurpose.BATCH)
                .file(MultipartField.<InputStream>builder()
                        .value(new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)))
                        .filename("in.jsonl")
                        .build());
        for (long seconds : lifetime) {
            params.expiresAfter(FileCreateParams.ExpiresAfter.builder()
                    .anchor(JsonValue.from("created_at"))
                    .seconds(seconds)
                    .build());
        }
        return client.files().create(params.build());
    }

    private static String processed(OpenAIClient client, String content) {
        String id = upload(client, content).id();
        client.files().retrieve(id);
        assertThat(client.files().retrieve(id).status()).isEqualTo(FileObject.Status.PROCESSED);
        return id;
    }

    private static Batch create(OpenAIClient client, String fileId, String endpoint) {
        return client.batches()
                .create(OpenAiSimulator.params(fileId, endpoint)
                        .metadata(BatchCreateParams.Metadata.builder()
                                .putAdditionalProperty("job", JsonValue.from("7"))
                                .build())
                        .build());
    }

    private static String lines(int count) {
        return String.join(
                "\n",
                IntStream.range(0, count)
                        .mapToObj(i -> chatLine("r-" + i, "ticket_id: T-" + i))
                        .toList());
    }

    private static Batch poll(OpenAIClient client, Batch batch, int times) {
        Batch seen = batch;
        for (int i = 0; i < times; i++) {
            seen = client.batches().retrieve(batch.id());
        }
        return seen;
    }

    private static List<JsonNode> content(OpenAIClient client, String fileId) throws IOException {
        try (com.openai.core.http.HttpResponse file = client.files().content(fileId)) {
            return new String(file.body().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(RunningSimulator::json)
                    .toList();
        }
    }

    @Test
    void takesABatchOnlyOnceItsFileIsProcessed() {
        FileObject file = upload(v1, lines(1));

        assertThat(file.status().asString()).isEqualTo("pending");
        assertThatThrownBy(() -> create(v1, file.id(), "/v1/chat/completions"))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("in state Processed");
        v1.files().retrieve(file.id());
        assertThat(v1.files().retrieve(file.id()).status()).isEqualTo(FileObject.Status.PROCESSED);
        assertThat(create(v1, file.id(), "/v1/chat/completions").id()).startsWith("batch_");
    }

    @Test
    void livesThroughABatchOnTheNewSurface() throws Exception {
        Batch batch = poll(v1, create(v1, processed(v1, lines(10)), "/v1/chat/completions"), 3);

        assertThat(batch.status()).isEqualTo(Batch.Status.COMPLETED);
        assertThat(batch.requestCounts().orElseThrow().completed()).isEqualTo(10);
        assertThat(batch.metadata().orElseThrow()._additionalProperties()).containsEntry("job", JsonValue.from("7"));
        assertThat(v1.batches().list().items()).extracting(Batch::id).containsExactly(batch.id());
        List<JsonNode> rows = content(v1, batch.outputFileId().orElseThrow());
        assertThat(rows).hasSize(10).allSatisfy(row -> {
            assertThat(row.has("id")).isFalse();
            assertThat(row.at("/response/status_code").asInt()).isEqualTo(200);
            assertThat(row.at("/response/body/model").asText()).isEqualTo("gpt-5-mini-2025-08-07");
            assertThat(row.at("/response/body/choices/0/content_filter_results/hate/severity")
                            .asText())
                    .isEqualTo("safe");
        });
        assertThat(content(v1, batch.errorFileId().orElseThrow())).isEmpty();
        assertThat(v1.files().delete(batch.inputFileId()).deleted()).isTrue();
    }

    @Test
    void livesThroughABatchOnTheDatedSurface() throws Exception {
        OpenAIClient client = dated("2024-10-21");
        Batch created = create(client, processed(client, lines(10).replace("/v1/chat", "/chat")), "/chat/completions");

        assertThat(created.status().asString()).isEqualTo("Validating");
        assertThat(created._createdAt().asString().orElseThrow()).matches("\\d{4}-.*T.*\\+00:00");
        assertThat(created._requestCounts().toString()).contains("null");
        assertThat(poll(client, created, 1).status().asString()).isEqualTo("In_progress");
        Batch running = client.batches().cancel(created.id());
        assertThat(running.status().asString()).isEqualTo("Cancelling");
        Batch over = poll(client, created, 1);
        assertThat(over.status().asString()).isEqualTo("Cancelled");
        assertThat(content(client, over.outputFileId().orElseThrow())).hasSize(5);
        assertThat(simulator.bill().path("records").asInt()).isEqualTo(5);
        var deleted = simulator.send(
                "DELETE",
                "/simulator/azure/openai/files/" + created.inputFileId() + "?api-version=2024-10-21",
                "",
                "api-key",
                "k");
        assertThat(deleted.statusCode()).isEqualTo(204);
        client.close();
    }

    @ParameterizedTest
    @CsvSource({"2024-06-01", "2024-05-01-preview", "2022-12-01"})
    void hasNoBatchesInOldVersions(String version) {
        OpenAIClient client = dated(version);
        assertThatThrownBy(() -> client.batches().list())
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("Resource not found");
        client.close();
    }

    @Test
    void failsABatchOfAnUnknownDeployment() {
        Batch batch = create(v1, processed(v1, lines(1).replace("gpt-5-mini", "not-deployed")), "/v1/chat/completions");
        Batch failed = poll(v1, batch, 1);

        assertThat(failed.status()).isEqualTo(Batch.Status.FAILED);
        assertThat(failed.errors().orElseThrow().data().orElseThrow().get(0).code())
                .contains("model_not_found");
    }

    @Test
    void answersWithTheModelBehindADeployment() throws Exception {
        Batch batch = create(v1, processed(v1, lines(1).replace("gpt-5-mini", "team-batch")), "/v1/chat/completions");

        assertThat(content(v1, poll(v1, batch, 3).outputFileId().orElseThrow())
                        .get(0)
                        .at("/response/body/model")
                        .asText())
                .isEqualTo("gpt-5-mini-2025-08-07");
        assertThat(v1.models().list().items()).extracting(model -> model.id()).doesNotContain("team-batch");
    }

    @Test
    void failsABatchWithAnotherWindow() {
        String file = processed(v1, lines(1));
        Batch batch = v1.batches()
                .create(BatchCreateParams.builder()
                        .inputFileId(file)
                        .endpoint(BatchCreateParams.Endpoint.V1_CHAT_COMPLETIONS)
                        .completionWindow(BatchCreateParams.CompletionWindow.of("48h"))
                        .build());
        assertThat(poll(v1, batch, 1).status()).isEqualTo(Batch.Status.FAILED);
    }

    @Test
    void keepsFilesForFourteenDaysAtLeast() {
        assertThat(upload(v1, lines(1)).expiresAt()).isEmpty();
        FileObject file = upload(v1, lines(1), 1_209_600);
        assertThat(file.expiresAt()).contains(file.createdAt() + 1_209_600);
        assertThatThrownBy(() -> upload(v1, lines(1), 3600)).isInstanceOf(BadRequestException.class);
    }

    @Test
    void takesSoManyFilesWithoutAnExpiry() throws Exception {
        simulator.settings("{\"azure\":{\"maxFiles\":1}}");
        upload(v1, lines(1));
        assertThatThrownBy(() -> upload(v1, lines(1)))
                .isInstanceOfSatisfying(
                        BadRequestException.class, e -> assertThat(e.code()).contains("quotaExceeded"));
        assertThat(upload(v1, lines(1), 1_209_600).id()).startsWith("file-");
    }

    @Test
    void refusesWhatItHasNoBatchesFor() {
        String file = processed(v1, lines(1));
        assertThatThrownBy(() -> create(v1, file, "/v1/embeddings")).isInstanceOf(BadRequestException.class);
        assertThatThrownBy(() -> create(v1, "file-0", "/v1/chat/completions"))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("No such File object: file-0");
        assertThatThrownBy(() -> v1.batches().retrieve("batch_0")).isInstanceOf(NotFoundException.class);
    }

    @Test
    void refusesABadKey() {
        OpenAIClient stranger = client(AzureUrlPathMode.UNIFIED, "/openai/v1")
                .credential(AzureApiKeyCredential.create("invalid-key"))
                .build();
        assertThatThrownBy(() -> stranger.batches().list()).isInstanceOf(UnauthorizedException.class);
        stranger.close();
    }
}
