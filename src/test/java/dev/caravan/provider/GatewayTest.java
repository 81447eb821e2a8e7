package dev.caravan.provider;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.openai.client.OpenAIClient;
import com.openai.core.ObjectMappers;
import com.openai.core.http.HttpResponse;
import com.openai.models.batches.Batch;
import com.openai.models.batches.BatchCreateParams;
import com.openai.models.batches.BatchCreateParams.CompletionWindow;
import com.openai.models.batches.BatchCreateParams.Endpoint;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.files.FileCreateParams;
import com.openai.models.files.FileObject;
import com.openai.models.files.FilePurpose;
import com.openai.models.responses.Response;
import dev.caravan.testkit.SimulatedAccounts;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** OpenAI's own client, of which only base URL and key were changed, drives batches on every provider's simulator. */
class GatewayTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** Batch models for embeddings, beside those for chat. */
    private static final Map<String, String> EMBED = Map.of(
            "openai", "text-embedding-3-small",
            "mistral", "mistral-embed",
            "gemini", "gemini-embedding-001",
            "vertex", "gemini-embedding-001",
            "bedrock", "amazon.titan-embed-text-v2:0");

    @TempDir
    static Path folder;

    private static SimulatedAccounts accounts;
    private static GatewayRig gateway;
    private static OpenAIClient client;

    @BeforeAll
    static void start() throws Exception {
        accounts = new SimulatedAccounts("caravan.gateway.providers", "all");
        Map<String, String> names = new LinkedHashMap<>();
        accounts.names().forEach(name -> names.put(name, name));
        StringBuilder models = new StringBuilder(accounts.models(names));
        EMBED.forEach((name, model) ->
                models.append("  embed-%s: {credential: %s, model: \"%s\"}%n".formatted(name, name, model)));
        models.append("  responses: {credential: openai, model: gpt-5-mini, endpoint: /v1/responses}\n");
        models.append("  secret: {credential: openai, model: gpt-5, workspaces: [vault]}\n");
        gateway = new GatewayRig(folder, accounts.simulatorOptions(), accounts.simulatorSettings(), models.toString());
        client = gateway.client("default");
    }

    @AfterAll
    static void stop() {
        if (gateway != null) {
            gateway.close();
        }
        accounts.close();
    }

    static List<String> everyCase() {
        List<String> cases = new ArrayList<>();
        for (String name : List.of("openai", "azure", "mistral", "anthropic", "gemini", "vertex", "bedrock")) {
            cases.add(name + " chat");
            cases.add(name + " responses");
        }
        EMBED.keySet().forEach(name -> cases.add(name + " embeddings"));
        return cases;
    }

    /** All at once first, since each waits for its provider. */
    @Test
    void openAisClientRunsABatchOnEveryProvider() throws Exception {
        Map<String, Batch> batches = new LinkedHashMap<>();
        for (String one : everyCase()) {
            String[] words = one.split(" ");
            Batch made = create(upload(lines(words[0], words[1])), words[1]);
            assertThat(made.status()).as(one).isIn(Batch.Status.VALIDATING, Batch.Status.IN_PROGRESS);
            batches.put(one, made);
        }
        for (Map.Entry<String, Batch> one : batches.entrySet()) {
            String[] words = one.getKey().split(" ");
            Batch ended = ended(one.getValue().id());
            assertThat(ended.status()).as(one.getKey() + " " + ended).isEqualTo(Batch.Status.COMPLETED);
            int count = accounts.least(words[0]);
            assertThat(ended.requestCounts().orElseThrow().completed()).isEqualTo(count);
            assertThat(ended.usage().orElseThrow().inputTokens()).isPositive();
            assertThat(ended.errorFileId()).isEmpty();
            List<String> output = content(ended.outputFileId().orElseThrow());
            assertThat(output).hasSize(count);
            for (int i = 0; i < count; i++) {
                JsonNode line = JSON.readTree(output.get(i));
                assertThat(line.path("custom_id").asText()).isEqualTo("r-" + i);
                assertThat(line.at("/response/status_code").asInt()).isEqualTo(200);
                assertThat(line.path("error").isNull()).isTrue();
                accept(one.getKey(), line.at("/response/body"));
            }
        }
    }

    /** What Caravan makes of other providers' answers has all that OpenAI's client asks of its own. */
    private static void accept(String one, JsonNode body) throws IOException {
        switch (one.substring(one.indexOf(' ') + 1)) {
            case "chat" -> {
                ChatCompletion read = ObjectMappers.jsonMapper().readValue(body.toString(), ChatCompletion.class);
                read.validate();
                assertThat(read.choices().get(0).message().content()).isPresent();
            }
            case "responses" -> {
                Response read = ObjectMappers.jsonMapper().readValue(body.toString(), Response.class);
                if (!one.startsWith("openai")) {
                    read.validate();
                }
                assertThat(read.output()).anyMatch(item -> item.isMessage());
            }
            default -> {
                CreateEmbeddingResponse read =
                        ObjectMappers.jsonMapper().readValue(body.toString(), CreateEmbeddingResponse.class);
                read.validate();
                assertThat(read.data().get(0).embedding()).isNotEmpty();
            }
        }
    }

    private static String lines(String provider, String spoken) {
        String model = spoken.equals("embeddings")
                ? "embed-" + provider
                : spoken.equals("responses") && provider.equals("openai") ? "responses" : provider;
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < accounts.least(provider); i++) {
            String asked = spoken.equals("chat")
                    ? "\"messages\":[{\"role\":\"user\",\"content\":\"Say hello " + i + "\"}]"
                    : "\"input\":\"Say hello " + i + "\"";
            lines.append("{\"custom_id\":\"r-%d\",\"method\":\"POST\",\"url\":\"%s\",\"body\":{\"model\":\"%s\",%s}}%n"
                    .formatted(i, path(spoken), model, asked));
        }
        return lines.toString();
    }

    private static String path(String spoken) {
        return spoken.equals("chat") ? "/v1/chat/completions" : "/v1/" + spoken;
    }

    private static FileObject upload(String lines) {
        return client.files()
                .create(FileCreateParams.builder()
                        .purpose(FilePurpose.BATCH)
                        .file(com.openai.core.MultipartField.<InputStream>builder()
                                .value(new ByteArrayInputStream(lines.getBytes(UTF_8)))
                                .filename("lines.jsonl")
                                .build())
                        .build());
    }

    private static Batch create(FileObject file, String spoken) {
        return client.batches()
                .create(BatchCreateParams.builder()
                        .inputFileId(file.id())
                        .endpoint(Endpoint.of(path(spoken)))
                        .completionWindow(CompletionWindow._24H)
                        .build());
    }

    private static Batch ended(String id) {
        return Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .until(
                        () -> client.batches().retrieve(id),
                        batch -> batch._status().asKnown().isPresent()
                                && List.of("completed", "failed", "cancelled", "expired")
                                        .contains(batch.status().asString()));
    }

    private static List<String> content(String file) throws IOException {
        try (HttpResponse content = client.files().content(file)) {
            return new String(content.body().readAllBytes(), UTF_8).lines().toList();
        }
    }
}
