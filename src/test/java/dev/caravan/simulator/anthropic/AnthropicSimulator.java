package dev.caravan.simulator.anthropic;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.models.messages.batches.BatchCreateParams;
import com.anthropic.models.messages.batches.MessageBatch;
import com.anthropic.models.messages.batches.MessageBatchIndividualResponse;
import com.anthropic.models.messages.batches.MessageBatchResult;
import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.simulator.RunningSimulator;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** A running simulator with the vendor's own client, and calls that no client makes. */
final class AnthropicSimulator extends RunningSimulator {
    static final String BATCHES = "/simulator/anthropic/v1/messages/batches";

    private final AnthropicClient client;

    AnthropicSimulator(Path data) {
        super(data);
        client = clientFor("test-key");
    }

    AnthropicClient client() {
        return client;
    }

    AnthropicClient clientFor(String key) {
        return AnthropicOkHttpClient.builder()
                .baseUrl(url("/simulator/anthropic"))
                .apiKey(key)
                .maxRetries(0)
                .build();
    }

    static BatchCreateParams.Request request(String customId, String model, long maxTokens, String user) {
        return BatchCreateParams.Request.builder()
                .customId(customId)
                .params(BatchCreateParams.Request.Params.builder()
                        .model(model)
                        .maxTokens(maxTokens)
                        .addUserMessage(user)
                        .build())
                .build();
    }

    MessageBatch create(BatchCreateParams.Request... requests) {
        BatchCreateParams.Builder params = BatchCreateParams.builder();
        for (BatchCreateParams.Request request : requests) {
            params.addRequest(request);
        }
        return client.messages().batches().create(params.build());
    }

    /** A batch of so many small requests, {@code r-1} and on. */
    MessageBatch create(int requests) {
        BatchCreateParams.Request[] all = new BatchCreateParams.Request[requests];
        for (int i = 0; i < requests; i++) {
            all[i] = request("r-" + (i + 1), "claude-haiku-4-5", 100, "note_id: N-" + (i + 1));
        }
        return create(all);
    }

    MessageBatch get(MessageBatch batch) {
        return client.messages().batches().retrieve(batch.id());
    }

    MessageBatch ended(MessageBatch batch) {
        MessageBatch seen = batch;
        for (int i = 0; i < 3; i++) {
            seen = get(batch);
        }
        return seen;
    }

    Map<String, MessageBatchResult> results(MessageBatch batch) {
        Map<String, MessageBatchResult> results = new TreeMap<>();
        try (StreamResponse<MessageBatchIndividualResponse> rows =
                client.messages().batches().resultsStreaming(batch.id())) {
            rows.stream().forEach(row -> results.put(row.customId(), row.result()));
        }
        return results;
    }

    HttpResponse<String> api(String method, String path, String body) throws IOException, InterruptedException {
        return send(method, path, body, "x-api-key", "test-key", "anthropic-version", "2023-06-01");
    }

    /** Runs requests that are given as JSON to their end; rows by custom_id. */
    Map<String, JsonNode> run(String body) throws IOException, InterruptedException {
        return run(body, "x-api-key", "test-key", "anthropic-version", "2023-06-01");
    }

    /** @param headers of the create */
    Map<String, JsonNode> run(String body, String... headers) throws IOException, InterruptedException {
        String id = json(send("POST", BATCHES, body, headers).body()).path("id").asText();
        for (int i = 0; i < 3; i++) {
            api("GET", BATCHES + "/" + id, "");
        }
        Map<String, JsonNode> rows = new TreeMap<>();
        api("GET", BATCHES + "/" + id + "/results", "")
                .body()
                .lines()
                .map(RunningSimulator::json)
                .forEach(row -> rows.put(row.path("custom_id").asText(), row.path("result")));
        return rows;
    }

    @Override
    public void close() {
        client.close();
        super.close();
    }
}
