package dev.caravan.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.openai.client.OpenAIClient;
import com.openai.models.batches.Batch;
import com.openai.models.batches.BatchListParams;
import com.openai.models.files.FileObject;
import dev.caravan.ledger.RecordState;
import dev.caravan.testkit.SimulatedAccounts;
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
    private static final Duration PATIENCE = Duration.ofMinutes(3);
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
    private static String key;

    @BeforeAll
    static void start() throws Exception {
        accounts = new SimulatedAccounts("caravan.gateway.providers", "all");
        Map<String, String> names = new LinkedHashMap<>();
        accounts.names().forEach(name -> names.put(name, name));
        StringBuilder models = new StringBuilder(accounts.models(names)
                .replace(
                        "batch-models:",
                        "  second: {provider: simulator-mistral, secret: \"${TRIAL_KEY:simulated}\"}\nbatch-models:"));
        EMBED.forEach((name, model) ->
                models.append("  embed-%s: {credential: %s, model: \"%s\"}%n".formatted(name, name, model)));
        models.append("  responses: {credential: openai, model: gpt-5-mini, endpoint: /v1/responses}\n");
        models.append("  vaults: {credential: second, model: mistral-small-latest, workspaces: [vault]}\n");
        models.append("  secret: {credential: openai, model: gpt-5, workspaces: [vault]}\n");
        gateway = new GatewayRig(folder, accounts.simulatorOptions(), accounts.simulatorSettings(), models.toString());
        client = gateway.client();
        key = gateway.key();
    }

    @AfterAll
    static void stop() {
        if (gateway != null) {
            gateway.close();
        }
        accounts.close();
    }

    /** All at once first, since each waits for its provider. */
    @Test
    void openAisClientRunsABatchOnEveryProvider() throws Exception {
        Map<String, Batch> batches = new LinkedHashMap<>();
        for (String one : GatewayRig.everyCase(EMBED.keySet())) {
            String[] words = one.split(" ");
            Batch made = gateway.create(gateway.upload(lines(words[0], words[1])), words[1]);
            assertThat(made.status()).as(one).isIn(Batch.Status.VALIDATING, Batch.Status.IN_PROGRESS);
            batches.put(one, made);
        }
        for (Map.Entry<String, Batch> one : batches.entrySet()) {
            String[] words = one.getKey().split(" ");
            Batch ended = gateway.ended(one.getValue().id());
            assertThat(ended.status()).as(one.getKey() + " " + ended).isEqualTo(Batch.Status.COMPLETED);
            int count = accounts.least(words[0]);
            assertThat(ended.requestCounts().orElseThrow().completed()).isEqualTo(count);
            assertThat(ended.usage().orElseThrow().inputTokens()).isPositive();
            assertThat(ended.errorFileId()).isEmpty();
            List<String> output = gateway.content(ended.outputFileId().orElseThrow());
            assertThat(output).hasSize(count);
            for (int i = 0; i < count; i++) {
                JsonNode line = JSON.readTree(output.get(i));
                assertThat(line.path("custom_id").asText()).isEqualTo("r-" + i);
                assertThat(line.at("/response/status_code").asInt()).isEqualTo(200);
                assertThat(line.path("error").isNull()).isTrue();
                GatewayRig.accept(one.getKey(), line.at("/response/body"));
            }
        }
    }

    @Test
    void requestsInTheOrderGoWithParametersOfAllOfThem() throws Exception {
        JsonNode made = gateway.order("Hello", 3, ",\"max_completion_tokens\":2000,\"metadata\":{\"night\":\"2\"}");
        assertThat(made.path("object").asText()).isEqualTo("batch");
        assertThat(made.path("endpoint").asText()).isEqualTo("/v1/chat/completions");
        assertThat(made.path("input_file_id").isNull()).isTrue();
        String id = made.path("id").asText();
        JsonNode ended = gateway.until(id, "completed");
        assertThat(ended.path("metadata")).hasToString("{\"night\":\"2\"}");
        assertThat(ended.path("model").asText()).isEqualTo("openai");
        assertThat(ended.path("request_counts")).hasToString("{\"total\":3,\"completed\":3,\"failed\":0}");
        for (String time : List.of("created_at", "in_progress_at", "finalizing_at", "completed_at", "expires_at")) {
            assertThat(ended.path(time).isNumber()).as(time).isTrue();
        }
        String results = ended.path("results_url").asText();
        assertThat(results).isEqualTo(gateway.url("/v1/batches/" + id + "/output"));
        assertThat(gateway.send("GET", "/v1/batches/" + id + "/output", "").body())
                .isEqualTo(gateway.send(
                                "GET",
                                "/v1/files/" + ended.path("output_file_id").asText() + "/content",
                                "")
                        .body());
        String why = gateway.rig().ledger().recipes().taskNames("gateway/").toString();
        assertThat(why).contains("gateway/default/chat/openai");
        gateway.rig().audit();
    }

    @Test
    void whatIsNotSentAnyMoreIsInTheErrorFileOfACancelledBatch() throws Exception {
        gateway.rig().faults("[{\"on\":\"batch\",\"do\":\"stay\",\"polls\":1000000}]");
        String id = gateway.order("Stay", 4, "").path("id").asText();
        gateway.until(id, "in_progress");
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> gateway.rig().ledger().counts().drops(0, 1000).stream()
                        .anyMatch(drop ->
                                drop.uri().startsWith(id) && drop.counts().in(RecordState.SUBMITTED) == 4));
        Batch cancelled = client.batches().cancel(id);
        assertThat(cancelled.status().asString()).isIn("cancelling", "finalizing", "cancelled");
        assertThat(cancelled.cancellingAt()).isPresent();
        JsonNode ended = gateway.until(id, "cancelled");
        gateway.rig().noFaults();
        int failed = ended.path("request_counts").path("failed").asInt();
        assertThat(failed).isPositive();
        assertThat(ended.path("request_counts").path("completed").asInt() + failed)
                .isEqualTo(4);
        for (String line : gateway.content(ended.path("error_file_id").asText())) {
            assertThat(JSON.readTree(line).at("/error/code").asText()).isEqualTo("batch_cancelled");
            assertThat(JSON.readTree(line).path("response").isNull()).isTrue();
        }
        assertThat(client.batches().cancel(id).status().asString()).isEqualTo("cancelled");
    }

    @Test
    void whatAProviderHasNoTimeForIsExpiredAndNotSentAgain() throws Exception {
        gateway.rig().faults("[{\"on\":\"batch\",\"do\":\"expire\"}]");
        JsonNode ended = gateway.until(gateway.order("Late", 4, "").path("id").asText(), "expired");
        gateway.rig().noFaults();
        assertThat(ended.path("request_counts")).hasToString("{\"total\":4,\"completed\":2,\"failed\":2}");
        assertThat(ended.path("expired_at").isNumber()).isTrue();
        assertThat(gateway.content(ended.path("output_file_id").asText())).hasSize(2);
        for (String line : gateway.content(ended.path("error_file_id").asText())) {
            assertThat(JSON.readTree(line).at("/error/code").asText()).isEqualTo("batch_expired");
        }
        gateway.rig().audit();
    }

    @Test
    void aBatchOfWhichNothingIsAnsweredHasFailedAndSaysWhy() throws Exception {
        gateway.rig()
                .faults(
                        "[{\"on\":\"file\",\"match\":{\"contains\":\"poison\"},\"do\":\"fail\",\"code\":\"invalid_request\",\"message\":\"Bad\"}]");
        JsonNode ended = gateway.until(gateway.order("poison", 1, "").path("id").asText(), "failed");
        gateway.rig().noFaults();
        assertThat(ended.path("failed_at").isNumber()).isTrue();
        assertThat(ended.at("/errors/object").asText()).isEqualTo("list");
        assertThat(ended.at("/errors/data/0/line").asInt()).isEqualTo(1);
        assertThat(ended.at("/errors/data/0/message").asText()).isNotBlank();
        assertThat(ended.path("output_file_id").isNull()).isTrue();
        assertThat(gateway.content(ended.path("error_file_id").asText())).hasSize(1);
    }

    @Test
    void aBatchIsPausedWhileItsAccountRefusesIt() throws Exception {
        gateway.rig()
                .faults(
                        "[{\"on\":\"batches.create\",\"match\":{\"surface\":\"mistral\"},\"do\":\"status\",\"status\":401,\"times\":1000}]");
        String id =
                gateway.create(gateway.upload(lines("mistral", "chat")), "chat").id();
        gateway.until(id, "paused");
        client.batches().cancel(id);
        gateway.until(id, "cancelled");
        gateway.rig().noFaults();
    }

    @Test
    void listsGoPageByPage() throws Exception {
        String first = gateway.order("List", 1, "").path("id").asText();
        String second = gateway.order("List", 1, "").path("id").asText();
        JsonNode page =
                JSON.readTree(gateway.send("GET", "/v1/batches?limit=1", "").body());
        assertThat(page.path("has_more").asBoolean()).isTrue();
        assertThat(page.at("/data/0/id").asText()).isEqualTo(second);
        assertThat(page.path("first_id").asText()).isEqualTo(second);
        assertThat(page.path("last_id").asText()).isEqualTo(second);
        gateway.until(first, "completed");
        gateway.until(second, "completed");
        assertThat(client.batches()
                        .list(BatchListParams.builder().limit(1).after(second).build())
                        .data()
                        .get(0)
                        .id())
                .isEqualTo(first);
        FileObject old = gateway.upload(lines("openai", "chat"));
        FileObject young = gateway.upload(lines("openai", "chat"));
        assertThat(JSON.readTree(gateway.send("GET", "/v1/files?purpose=batch&limit=2", "")
                                .body())
                        .at("/data/1/id")
                        .asText())
                .isEqualTo(old.id());
        JsonNode up = JSON.readTree(gateway.send("GET", "/v1/files?purpose=batch&order=asc&after=" + old.id(), "")
                .body());
        assertThat(up.path("data")).hasSize(1);
        assertThat(up.at("/data/0/id").asText()).isEqualTo(young.id());
        assertThat(client.files().list().data()).extracting(FileObject::id).contains(old.id(), young.id());
        assertThat(client.models().list().data())
                .extracting(model -> model.id())
                .contains("openai", "embed-gemini");
        assertThat(client.models().retrieve("openai").ownedBy()).isEqualTo("simulator");
    }

    @Test
    void aFileIsDeletedUnlessAnUnfinishedBatchIsMadeOfIt() throws Exception {
        gateway.rig().faults("[{\"on\":\"batch\",\"do\":\"stay\",\"polls\":1000000}]");
        FileObject file = gateway.upload(lines("openai", "chat"));
        String id = gateway.create(file, "chat").id();
        assertThat(gateway.error(gateway.send("DELETE", "/v1/files/" + file.id(), "")))
                .isEqualTo("409 file_in_use id The batch " + id
                        + " is made of this file and has not ended. Cancel it, or wait for it");
        client.batches().cancel(id);
        String errors = gateway.until(id, "cancelled").path("error_file_id").asText();
        gateway.rig().noFaults();
        assertThat(client.files().delete(file.id()).deleted()).isTrue();
        assertThat(gateway.send("GET", "/v1/files/" + file.id() + "/content", "")
                        .statusCode())
                .isEqualTo(404);
        assertThat(client.files().retrieve(errors).purpose().asString()).isEqualTo("batch_output");
        client.files().delete(errors);
        assertThat(gateway.send("GET", "/v1/files/" + errors, "").statusCode()).isEqualTo(404);
    }

    /** LiteLLM and Python's client send the file first and its purpose after it, or the other way round. */
    @Test
    void aFormIsReadInAnyOrderWithAnyFileName() throws Exception {
        String file = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\nContent-Type:"
                + " application/octet-stream\r\n\r\n{}\n\r\n";
        String purpose = "--b\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\n%s\r\n";
        Map<String, String> names = new LinkedHashMap<>();
        names.put("../../etc/passwd", "../../etc/passwd");
        names.put("a\u0007b<script>.jsonl", "ab<script>.jsonl");
        names.put("C:\\temp\\x.jsonl", "C:\\temp\\x.jsonl");
        names.put("\u00fc\u4e2d.jsonl", "\u00fc\u4e2d.jsonl");
        for (Map.Entry<String, String> name : names.entrySet()) {
            for (String form : List.of(
                    file.formatted(name.getKey()) + purpose.formatted("batch") + "--b--\r\n",
                    purpose.formatted("batch") + file.formatted(name.getKey()) + "--b--\r\n")) {
                JsonNode made = JSON.readTree(gateway.sent(form).body());
                assertThat(made.path("filename").asText()).isEqualTo(name.getValue());
                assertThat(made.path("bytes").asInt()).isEqualTo(3);
                assertThat(gateway.send("GET", "/v1/files/" + made.path("id").asText() + "/content", "")
                                .body())
                        .isEqualTo("{}\n");
            }
        }
        int before = client.files().list().data().size();
        assertThat(gateway.error(gateway.sent(file.formatted("x") + purpose.formatted("fine-tune") + "--b--\r\n")))
                .isEqualTo(
                        "400 invalid_form purpose purpose must be \"batch\", but is \"fine-tune\": files are kept here"
                                + " for nothing else");
        assertThat(gateway.error(gateway.sent(file.formatted("x") + "--b--\r\n")))
                .startsWith("400 invalid_form purpose purpose must be");
        assertThat(gateway.error(gateway.sent(purpose.formatted("batch") + "--b--\r\n")))
                .startsWith("400 invalid_form file ");
        assertThat(gateway.error(gateway.sent(purpose.formatted("batch") + "--b\r\nContent-Dispo")))
                .startsWith("400 invalid_form null The body is no multipart/form-data that can be read");
        assertThat(gateway.error(gateway.send("POST", "/v1/files", "{}"))).startsWith("400 invalid_form ");
        assertThat(client.files().list().data()).hasSize(before);
    }

    @Test
    void whatIsOfAnotherWorkspaceIsAsWhatDoesNotExist() throws Exception {
        FileObject file = gateway.upload(lines("openai", "chat"));
        String batch = gateway.create(file, "chat").id();
        String outsider = gateway.key("vault");
        for (String route : List.of(
                "GET /v1/files/#",
                "GET /v1/files/#/content",
                "DELETE /v1/files/#",
                "GET /v1/batches/#",
                "GET /v1/batches/#/output",
                "POST /v1/batches/#/cancel",
                "GET /v1/batches?after=#",
                "GET /v1/files?after=#",
                "POST /v1/batches {\"input_file_id\":\"#\",\"endpoint\":\"/v1/chat/completions\"}")) {
            String[] words = route.split(" ", 3);
            String own = words[1].contains("files") || words.length > 2 ? file.id() : batch;
            List<String> replies = new ArrayList<>();
            for (String id : List.of(own, own.substring(0, own.length() - 1) + "x")) {
                var reply = gateway.send(
                        outsider,
                        words[0],
                        words[1].replace("#", id),
                        words.length > 2 ? words[2].replace("#", id) : "");
                assertThat(reply.statusCode()).as(route).isEqualTo(words.length > 2 ? 400 : 404);
                replies.add(reply.body().replace(id, "#"));
            }
            assertThat(replies.get(0)).as(route).isEqualTo(replies.get(1));
        }
        for (String list : List.of("/v1/files", "/v1/batches")) {
            assertThat(JSON.readTree(gateway.send(outsider, "GET", list, "").body())
                            .path("data"))
                    .isEmpty();
        }
        assertThat(gateway.send("GET", "/v1/models/secret", "").statusCode()).isEqualTo(404);
        assertThat(gateway.send(outsider, "GET", "/v1/models/secret", "").statusCode())
                .isEqualTo(200);
        gateway.until(batch, "completed");
    }

    @Test
    void aModelIsABatchModelOfTheWorkspaceOrOneOfItsOnlyAccountAtAProvider() throws Exception {
        String ask = "{\"endpoint\":\"/v1/chat/completions\",\"model\":\"%s\",\"requests\":["
                + "{\"custom_id\":\"a\",\"body\":{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}}]}";
        String vault = gateway.key("vault");
        String both = "simulator-mistral/mistral-small-latest";
        assertThat(gateway.error(gateway.send(vault, "POST", "/v1/batches", ask.formatted(both))))
                .isEqualTo(
                        "400 invalid_line requests[0].body.model Line 1, requests[0].body.model: is not one account: this"
                                + " workspace has several at simulator-mistral. Name a batch model instead: mistral, embed-mistral,"
                                + " vaults");
        assertThat(gateway.error(gateway.send("POST", "/v1/batches", ask.formatted("secret"))))
                .startsWith("400 invalid_line requests[0].body.model Line 1, requests[0].body.model: is no model here:"
                        + " \"secret\". Known: openai, ");
        assertThat(gateway.error(gateway.send("POST", "/v1/batches", ask.formatted("simulator-mistral/gpt-9"))))
                .contains("is a model that is not known for simulator-mistral. Known: ");
        String id = JSON.readTree(
                        gateway.send("POST", "/v1/batches", ask.formatted(both)).body())
                .path("id")
                .asText();
        gateway.until(id, "completed");
    }

    @Test
    void unknownPathsAndMethodsAreToldInOpenAisShape() throws Exception {
        assertThat(gateway.error(gateway.send("GET", "/v1/assistants", "")))
                .isEqualTo(
                        "404 unknown_url null There is nothing at GET /v1/assistants: docs/gateway.md and docs/batch-api.md"
                                + " list what there is");
        assertThat(gateway.error(gateway.send("DELETE", "/v1/batches/x", ""))).startsWith("405 method_not_allowed ");
        assertThat(gateway.error(gateway.send("GET", "/v1/batches?limit=many", "")))
                .startsWith("400 ");
        assertThat(gateway.error(gateway.send("GET", "/v1/batches?limit=101", "")))
                .isEqualTo("400 invalid_value limit limit is 1 to 100");
        assertThat(gateway.error(gateway.send("ck_none", "GET", "/v1/files", "")))
                .startsWith("401 invalid_api_key ");
    }

    /** Vertex loads a file like a table: requests whose schemas differ must not share a batch. */
    @Test
    void requestsToVertexShareABatchOnlyWithThoseOfTheirSchema() throws Exception {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            lines.append(
                    ("{\"custom_id\":\"r-%d\",\"body\":{\"model\":\"vertex\",\"messages\":[{\"role\":\"user\",\"content\":"
                                    + "\"Hi\"}],\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"a\",\"schema\":"
                                    + "{\"type\":\"object\",\"properties\":{\"p%d\":{\"type\":\"string\"}},\"required\":[\"p%d\"]}}}}}\n")
                            .formatted(i, i % 2, i % 2));
        }
        String id = gateway.create(gateway.upload(lines.toString()), "chat").id();
        JsonNode ended = gateway.until(id, "completed");
        assertThat(ended.at("/request_counts/completed").asInt()).isEqualTo(4);
        for (String line : gateway.content(ended.path("output_file_id").asText())) {
            JsonNode one = JSON.readTree(line);
            int number = Integer.parseInt(one.path("custom_id").asText().substring(2));
            assertThat(JSON.readTree(one.at("/response/body/choices/0/message/content")
                                    .asText())
                            .has("p" + number % 2))
                    .as(line)
                    .isTrue();
        }
    }

    private static String lines(String provider, String spoken) {
        String model = spoken.equals("embeddings")
                ? "embed-" + provider
                : spoken.equals("responses") && provider.equals("openai") ? "responses" : provider;
        return GatewayRig.lines(model, spoken, accounts.least(provider));
    }
}
