package dev.caravan.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.MultipartField;
import com.openai.core.ObjectMappers;
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
import dev.caravan.access.Keys;
import dev.caravan.ledger.Ledger;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A {@link ProviderRig} that serves HTTP, and clients of it: OpenAI's own, and bare requests. */
final class GatewayRig implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private final ProviderRig rig;
    private final int port;
    private final HttpClient http = HttpClient.newHttpClient();
    private final OpenAIClient client;
    private final String key;

    GatewayRig(Path folder, List<String> options, String simulated, String models) throws Exception {
        List<String> pace = Stream.concat(
                        ProviderRig.everyMs(100).stream(),
                        Stream.of(
                                "--caravan.finish.every-ms=100",
                                "--caravan.gateway.window=100ms",
                                "--caravan.collect.again-ms=200",
                                "--caravan.http.max-lines=2000",
                                "--caravan.access.requests-per-minute=100000",
                                "--server.port=0"))
                .toList();
        rig = ProviderRig.serving(folder, options, simulated, models, pace);
        port = rig.context().getWebServer().getPort();
        key = key("default");
        client = client("default");
    }

    /** Of the workspace {@code default}. */
    OpenAIClient client() {
        return client;
    }

    String key() {
        return key;
    }

    ProviderRig rig() {
        return rig;
    }

    /** A key of a workspace that may submit. */
    String key(String workspace) {
        return new Keys(rig.bean(Ledger.class).apiKeys(), Clock.systemUTC())
                .make(new Keys.Wanted("shop", workspace, List.of("submit"), "1d", "operator"))
                .text();
    }

    String url(String path) {
        return "http://127.0.0.1:" + port + path;
    }

    /** OpenAI's client with base URL and key, and nothing else changed. */
    OpenAIClient client(String workspace) {
        return OpenAIOkHttpClient.builder()
                .baseUrl(url("/v1"))
                .apiKey(key(workspace))
                .build();
    }

    HttpResponse<String> send(String key, String method, String path, String body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url(path)))
                .header("Authorization", "Bearer " + key)
                .method(method, BodyPublishers.ofString(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private static final String ONE =
            "{\"custom_id\":\"%s\",\"body\":{\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}}";

    /** With an order that names its model last, so that nothing of it can be told while its requests come. */
    JsonNode order(String content, int count, String more) throws Exception {
        List<String> requests = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            requests.add(ONE.formatted("r-" + i, content + " " + i));
        }
        return JSON.readTree(send(
                        "POST",
                        "/v1/batches",
                        "{\"endpoint\":\"chat/completions\",\"requests\":[" + String.join(",", requests) + "]" + more
                                + ",\"model\":\"openai\"}")
                .body());
    }

    HttpResponse<String> send(String method, String path, String body) throws Exception {
        return send(key, method, path, body);
    }

    JsonNode batch(String id) throws Exception {
        return JSON.readTree(send("GET", "/v1/batches/" + id, "").body());
    }

    JsonNode until(String id, String status) {
        return Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .alias(id + " is " + status)
                .until(() -> batch(id), batch -> batch.path("status").asText().equals(status));
    }

    String error(HttpResponse<String> response) throws IOException {
        JsonNode error = JSON.readTree(response.body()).path("error");
        return response.statusCode() + " " + error.path("code").asText() + " "
                + error.path("param").asText() + " " + error.path("message").asText();
    }

    HttpResponse<String> sent(String form) throws Exception {
        return send(key, "POST", "/v1/files", form, "Content-Type", "multipart/form-data; boundary=b");
    }

    FileObject upload(String lines) {
        return client.files()
                .create(FileCreateParams.builder()
                        .purpose(FilePurpose.BATCH)
                        .file(MultipartField.<InputStream>builder()
                                .value(new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)))
                                .filename("lines.jsonl")
                                .build())
                        .build());
    }

    Batch create(FileObject file, String spoken) {
        return client.batches()
                .create(BatchCreateParams.builder()
                        .inputFileId(file.id())
                        .endpoint(Endpoint.of(path(spoken)))
                        .completionWindow(CompletionWindow._24H)
                        .build());
    }

    Batch ended(String id) {
        return Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .until(
                        () -> client.batches().retrieve(id),
                        batch -> batch._status().asKnown().isPresent()
                                && List.of("completed", "failed", "cancelled", "expired")
                                        .contains(batch.status().asString()));
    }

    List<String> content(String file) throws IOException {
        try (com.openai.core.http.HttpResponse content = client.files().content(file)) {
            return new String(content.body().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }

    /** What Caravan makes of other providers' answers has all that OpenAI's client asks of its own. */
    static void accept(String one, JsonNode body) throws IOException {
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

    /** An account and what is spoken with it: {@code gemini embeddings}. @param embed accounts that have embeddings */
    static List<String> everyCase(Set<String> embed) {
        List<String> cases = new ArrayList<>();
        for (String name : List.of("openai", "azure", "mistral", "anthropic", "gemini", "vertex", "bedrock")) {
            cases.add(name + " chat");
            cases.add(name + " responses");
        }
        embed.forEach(name -> cases.add(name + " embeddings"));
        return cases;
    }

    /** Lines of a file, {@code r-0} and so on. @param spoken chat, responses or embeddings */
    static String lines(String model, String spoken, int count) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < count; i++) {
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

    @Override
    public void close() {
        rig.close();
    }
}
