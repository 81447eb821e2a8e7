package dev.caravan.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.MultipartField;
import com.openai.models.batches.Batch;
import com.openai.models.batches.BatchCreateParams;
import com.openai.models.files.FileCreateParams;
import com.openai.models.files.FileObject;
import com.openai.models.files.FilePurpose;
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
import java.util.List;
import java.util.stream.IntStream;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;

/** A simulator of its own on a free port, the vendor's client for it, and plain HTTP for what the client hides. */
final class RunningSimulator implements AutoCloseable {
    private final ServletWebServerApplicationContext server;
    private final HttpClient http = HttpClient.newHttpClient();
    private final OpenAIClient client;

    RunningSimulator(Path data) {
        server = SimulatorApplication.run(
                "--server.port=0", "--caravan.simulator.data=" + data, "--spring.main.banner-mode=off");
        client = clientFor("test-key");
    }

    OpenAIClient client() {
        return client;
    }

    OpenAIClient clientFor(String key) {
        return OpenAIOkHttpClient.builder()
                .baseUrl(url("/simulator/openai/v1"))
                .apiKey(key)
                .maxRetries(0)
                .build();
    }

    String url(String path) {
        return "http://localhost:" + server.getWebServer().getPort() + path;
    }

    FileObject upload(String filename, String content) {
        return client.files()
                .create(FileCreateParams.builder()
                        .purpose(FilePurpose.BATCH)
                        .file(MultipartField.<InputStream>builder()
                                .value(new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)))
                                .filename(filename)
                                .build())
                        .build());
    }

    Batch create(String fileId, String endpoint) {
        return client.batches().create(params(fileId, endpoint).build());
    }

    static BatchCreateParams.Builder params(String fileId, String endpoint) {
        return BatchCreateParams.builder()
                .inputFileId(fileId)
                .endpoint(BatchCreateParams.Endpoint.of(endpoint))
                .completionWindow(BatchCreateParams.CompletionWindow._24H);
    }

    /** Uploads lines of chat completions and creates their batch. */
    Batch chat(String... lines) {
        return create(upload("in.jsonl", String.join("\n", lines)).id(), "/v1/chat/completions");
    }

    Batch poll(Batch batch, int times) {
        Batch seen = batch;
        for (int i = 0; i < times; i++) {
            seen = client.batches().retrieve(batch.id());
        }
        return seen;
    }

    /** The lines of a result file. */
    List<JsonNode> lines(String fileId) throws IOException {
        try (com.openai.core.http.HttpResponse content = client.files().content(fileId)) {
            return new String(content.body().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(RunningSimulator::json)
                    .toList();
        }
    }

    List<JsonNode> output(Batch batch) throws IOException {
        return lines(batch.outputFileId().orElseThrow());
    }

    List<JsonNode> errors(Batch batch) throws IOException {
        return lines(batch.errorFileId().orElseThrow());
    }

    JsonNode bill() throws IOException, InterruptedException {
        return json(call("GET", "/simulator/bill", "").body());
    }

    void faults(String script) throws IOException, InterruptedException {
        expectOk(call("POST", "/simulator/faults", script));
    }

    void settings(String settings) throws IOException, InterruptedException {
        expectOk(call("POST", "/simulator/settings", settings));
    }

    HttpResponse<String> call(String method, String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url(path)))
                .version(HttpClient.Version.HTTP_1_1)
                .header("Authorization", "Bearer test-key")
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body))
                .build();
        return http.send(request, BodyHandlers.ofString());
    }

    private static void expectOk(HttpResponse<String> answer) {
        if (answer.statusCode() != 200) {
            throw new IllegalArgumentException(answer.body());
        }
    }

    static JsonNode json(String text) {
        try {
            return Json.MAPPER.readTree(text);
        } catch (IOException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    /** A line for chat completions; {@code more} goes into the body, such as {@code "n":1}. */
    static String chatLine(String customId, String user, String... more) {
        String extra = more.length == 0 ? "" : "," + String.join(",", more);
        return "{\"custom_id\":\"%s\",\"method\":\"POST\",\"url\":\"/v1/chat/completions\",\"body\":{\"model\":\"gpt-5-mini\",\"messages\":[{\"role\":\"user\",\"content\":%s}]%s}}"
                .formatted(customId, Json.MAPPER.getNodeFactory().textNode(user), extra);
    }

    static String[] chatLines(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> chatLine("r-" + i, "ticket_id: T-" + i + "\nbody: It is broken"))
                .toArray(String[]::new);
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
