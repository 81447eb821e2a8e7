package dev.caravan.simulator.openai;

import static dev.caravan.simulator.openai.OpenAiSimulator.chatLine;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.simulator.RunningSimulator;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** OpenAI's surface in the ways of services that are compatible with it, one by one. */
class CompatibleTest {
    private static final String ROOT = "/simulator/openai/v1";

    @TempDir
    Path data;

    private OpenAiSimulator simulator;

    @BeforeEach
    void start() {
        simulator = new OpenAiSimulator(data);
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    private void traits(String json) throws Exception {
        simulator.settings("{\"openai\":" + json + "}");
    }

    private HttpResponse<String> create(String fileId, String endpoint, String more) throws Exception {
        return simulator.call(
                "POST",
                ROOT + "/batches",
                "{\"input_file_id\":\"" + fileId + "\",\"endpoint\":\"" + endpoint + "\",\"completion_window\":\"24h\""
                        + more + "}");
    }

    private JsonNode get(String path) throws Exception {
        return RunningSimulator.json(simulator.call("GET", ROOT + path, "").body());
    }

    @Test
    void wrapsACreatedBatch() throws Exception {
        String file = simulator.upload("in.jsonl", chatLine("a", "hi")).id();
        traits(
                "{\"answers\":\"job\",\"statuses\":\"upper\",\"times\":\"iso\",\"counts\":\"never\",\"metadata\":false}");
        HttpResponse<String> reply = create(file, "/v1/chat/completions", ",\"metadata\":{\"a\":\"b\"}");
        JsonNode job = RunningSimulator.json(reply.body()).path("job");

        assertThat(reply.statusCode()).isEqualTo(201);
        assertThat(job.path("status").asText()).isEqualTo("VALIDATING");
        assertThat(job.path("created_at").asText()).matches("\\d{4}-\\d{2}-\\d{2}T.*");
        assertThat(job.path("metadata").isNull()).isTrue();
        assertThat(job.at("/request_counts/total").isNull()).isTrue();
        assertThat(get("/batches/" + job.path("id").asText()).path("status").asText())
                .isEqualTo("IN_PROGRESS");
    }

    @Test
    void listsEverythingAtOnce() throws Exception {
        String file = simulator.upload("in.jsonl", chatLine("a", "hi")).id();
        for (int i = 0; i < 3; i++) {
            simulator.create(file, "/v1/chat/completions");
        }
        traits("{\"list\":\"array\"}");
        assertThat(get("/batches?limit=1")).hasSize(3);
        traits("{\"list\":\"whole\"}");
        assertThat(get("/batches?limit=1").path("data")).hasSize(3);
        assertThat(get("/batches?limit=1").has("has_more")).isFalse();
    }

    @Test
    void hasAnotherPrefixAndOtherWindows() throws Exception {
        String line = chatLine("a", "hi").replace("/v1/", "/v4/");
        String file = simulator.upload("in.jsonl", line).id();
        traits("{\"prefixes\":[\"/v4\"],\"windows\":[\"48h\"],\"createFields\":[\"auto_delete_input_file\"]}");

        assertThat(create(file, "/v1/chat/completions", "").statusCode()).isEqualTo(400);
        assertThat(create(file, "/v4/chat/completions", "").body()).contains("completion_window");
        String body = "{\"input_file_id\":\"" + file + "\",\"endpoint\":\"/v4/chat/completions\","
                + "\"completion_window\":\"48h\",\"auto_delete_input_file\":false}";
        JsonNode batch = RunningSimulator.json(
                simulator.call("POST", ROOT + "/batches", body).body());
        for (int i = 0; i < 3; i++) {
            batch = get("/batches/" + batch.path("id").asText());
        }
        assertThat(batch.path("completion_window").asText()).isEqualTo("48h");
        assertThat(batch.at("/request_counts/completed").asInt()).isEqualTo(1);
    }

    @Test
    void takesTheModelFromTheJobAndAnswersBare() throws Exception {
        String line = "{\"custom_id\":\"a\",\"body\":{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}}";
        String file = simulator.upload("in.jsonl", line).id();
        traits("{\"model\":\"job\",\"lines\":\"body\",\"rows\":\"bare\"}");

        assertThat(create(file, "/v1/chat/completions", "").body()).contains("Missing required parameter: 'model'.");
        JsonNode batch = RunningSimulator.json(create(file, "/v1/chat/completions", ",\"model\":\"gpt-5-mini\"")
                .body());
        for (int i = 0; i < 3; i++) {
            batch = get("/batches/" + batch.path("id").asText());
        }
        JsonNode row = simulator.lines(batch.path("output_file_id").asText()).get(0);
        assertThat(row.path("custom_id").asText()).isEqualTo("a");
        assertThat(row.at("/response/choices/0/message/content").asText()).isEqualTo("[simulated] hi");
    }

    @Test
    void tellsErrorsInOtherShapes() throws Exception {
        traits("{\"errors\":\"text\"}");
        assertThat(get("/batches/batch_0").path("error").asText()).isEqualTo("No batch found with id 'batch_0'.");
        traits("{\"errors\":\"flat\"}");
        assertThat(get("/batches/batch_0").path("message").asText()).isEqualTo("No batch found with id 'batch_0'.");
    }

    @Test
    void hasAPathAndPartsOfItsOwnForUploads() throws Exception {
        traits("{\"uploadPath\":\"/files/upload\",\"uploadFields\":[\"file_name\"],\"purpose\":\"batch-api\","
                + "\"answers\":\"data\"}");
        String part = "--b\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n";
        String file =
                "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.jsonl\"\r\n\r\n{}\r\n--b--\r\n";
        String purpose = part.formatted("purpose", "batch-api");

        assertThat(multipart("/files", purpose + file).statusCode()).isEqualTo(404);
        assertThat(multipart("/files/upload", purpose + file).body()).contains("file_name");
        HttpResponse<String> reply =
                multipart("/files/upload", purpose + part.formatted("file_name", "a.jsonl") + file);
        assertThat(RunningSimulator.json(reply.body()).at("/data/purpose").asText())
                .isEqualTo("batch-api");
    }

    private HttpResponse<String> multipart(String path, String body) throws Exception {
        return java.net.http.HttpClient.newHttpClient()
                .send(
                        java.net.http.HttpRequest.newBuilder(java.net.URI.create(simulator.url(ROOT + path)))
                                .header("Authorization", "Bearer k")
                                .header("Content-Type", "multipart/form-data; boundary=b")
                                .POST(java.net.http.HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}
