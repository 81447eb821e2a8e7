package dev.caravan.simulator.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.MultipartField;
import com.openai.models.batches.Batch;
import com.openai.models.batches.BatchCreateParams;
import com.openai.models.files.FileCreateParams;
import com.openai.models.files.FileObject;
import com.openai.models.files.FilePurpose;
import dev.caravan.simulator.RunningSimulator;
import dev.caravan.simulator.core.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** A running simulator with the vendor's own client. */
final class OpenAiSimulator extends RunningSimulator {
    private final OpenAIClient client;

    OpenAiSimulator(Path data) {
        super(data);
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
        super.close();
    }
}
