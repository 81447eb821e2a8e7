package dev.caravan.api.manage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.access.Keys;
import dev.caravan.access.Keys.Wanted;
import dev.caravan.console.Workshop;
import dev.caravan.intake.CurrentRecipes;
import dev.caravan.ledger.EventKind;
import dev.caravan.ledger.Events;
import dev.caravan.ledger.Setups;
import dev.caravan.model.Models;
import dev.caravan.setup.SetupDesk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Credentials and batch models over HTTP, as the contract has them. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SetupsControllerTest extends ContractCalls {
    private static final String SECRET = "sk-never-shown-0815";
    private static final String CREDENTIALS = "/api/credentials";
    private static final String MODELS = "/api/models";

    @TempDir
    static Path folder;

    private static Workshop workshop;

    @BeforeAll
    static void start() throws IOException {
        workshop = Workshop.open(
                folder, "when: 'confidence < 0.7'", "", yaml -> yaml.replace("model: fast", "model: careful"));
        open(workshop.server());
    }

    @AfterAll
    static void stop() {
        workshop.close();
    }

    private static JsonNode make(String path, int status, String body) throws IOException {
        return as("admin", status, "POST " + path, path, body);
    }

    private static String put(String path, String name, int status, String etag, String body) throws IOException {
        String operation = "PUT " + path + (path.equals(MODELS) ? "/{model}" : "/{credential}");
        return ask(status, operation, path + "/" + name, body, "Authorization", basic("admin"), "If-Match", etag);
    }

    private static String delete(String path, String name, int status, String etag) throws IOException {
        String operation = "DELETE " + path + (path.equals(MODELS) ? "/{model}" : "/{credential}");
        return ask(status, operation, path + "/" + name, "", "Authorization", basic("admin"), "If-Match", etag);
    }

    private static String etag(String at) {
        return send("GET", at, "", "Authorization", basic("admin"))
                .headers()
                .firstValue("ETag")
                .orElseThrow();
    }

    private static String reason(JsonNode problem, String field) {
        for (JsonNode error : problem.path("errors")) {
            if (error.path("field").asText().equals(field)) {
                return error.path("reason").asText();
            }
        }
        throw new AssertionError("No error of " + field + " in " + problem);
    }

    @Test
    @Order(1)
    void onlyWhoeverIsAdminOfAllWorkspacesMayAndNothingIsThereForOthers() throws IOException {
        String submitting = new Keys(workshop.ledger().apiKeys(), workshop.bean(Clock.class))
                .make(new Wanted("shop", "default", List.of("submit"), "1h", "admin"))
                .text();
        for (Map.Entry<String, JsonNode> one : operations().entrySet()) {
            String operation = one.getKey();
            if (isSetup(operation)) {
                String body = example(one.getValue());
                ask(401, operation, path(operation, "fast"), "");
                ask(403, operation, path(operation, "fast"), "", "x-api-key", submitting);
                if (!operation.startsWith("GET")) {
                    as("operator", 403, operation, path(operation, "fast"), body);
                }
                if (operation.contains("{")) {
                    as("outsider", 404, operation, path(operation, "nothing"), body);
                } else {
                    as("outsider", 403, operation, path(operation, ""), body);
                }
                if (!body.isEmpty()) {
                    as("admin", 400, operation, path(operation, "fast"), "{");
                }
            }
        }
        assertThat(workshop.ledger().setups().list()).isEmpty();
    }

    @Test
    @Order(2)
    void whatModelsYamlMayNotSayMayNotBeSaidHereEither() throws IOException {
        JsonNode problem = make(
                CREDENTIALS,
                422,
                "{\"name\": \"bad\", \"provider\": \"Azure\", \"secret\": \"k-1\", \"base_url\": \"http://intra.example/x\","
                        + " \"query\": {\"api-version\": \"2023-05-15\"}, \"colour\": 1}");
        assertThat(reason(problem, "colour")).startsWith("is not known. Allowed: base_url, enqueued_tokens");
        assertThat(reason(problem, "base_url")).startsWith("A secret goes over https only");
        assertThat(reason(
                        make(
                                CREDENTIALS,
                                422,
                                "{\"name\": \"bad\", \"provider\": \"Azure\", \"secret\": \"k-1\","
                                        + " \"base_url\": \"https://169.254.169.254/\"}"),
                        "base_url"))
                .startsWith("169.254.169.254 is not in caravan.outgoing.hosts");
        assertThat(reason(
                        make(
                                CREDENTIALS,
                                422,
                                "{\"name\": \"bad\", \"provider\": \"Azure\", \"secret\": \"k-1\","
                                        + " \"query\": {\"api-version\": \"2023-05-15\"}}"),
                        "query"))
                .startsWith("The api-version \"2023-05-15\" has no batches: a dated version needs the suffix -preview");
        for (String secret :
                List.of("\"a\\r\\nX-Evil: 1\"", "\"${CARAVAN_SECRETS_KEY}\"", "\"${A_KEY:sk}\"", "7", "\"\"")) {
            String body = "{\"name\": \"bad\", \"provider\": \"OpenAI\", \"secret\": " + secret + "}";
            assertThat(reason(make(CREDENTIALS, 422, body), "secret")).isNotBlank();
        }
        assertThat(reason(make(CREDENTIALS, 422, "{\"name\": \"bad\", \"provider\": \"OpenAI\"}"), "secret"))
                .isEqualTo("Missing key \"secret\"");
        assertThat(reason(
                        make(
                                CREDENTIALS,
                                422,
                                "{\"name\": \"bad\", \"provider\": \"OpenAI\", \"secret\": \"k\","
                                        + " \"settings\": {\"purpose\": \"${HOME}\"}}"),
                        "settings"))
                .startsWith("can't hold a placeholder");
        assertThat(reason(
                        make(CREDENTIALS, 422, "{\"name\": \"bad\", \"provider\": \"bedrock\", \"secret\": \"k\"}"),
                        "provider"))
                .contains("Write its credentials into models.yaml");
        assertThat(reason(
                        make(CREDENTIALS, 422, "{\"name\": \"Bad!\", \"provider\": \"OpenAI\", \"secret\": \"k\"}"),
                        "body"))
                .startsWith("\"Bad!\" can't be the name of a credential");

        JsonNode model = make(
                MODELS,
                422,
                "{\"name\": \"bad\", \"credential\": \"simulated\", \"model\": \"gpt-5-mini\", \"thinking\": \"huge\","
                        + " \"endpoint\": \"/v1/completions\"}");
        assertThat(reason(model, "endpoint")).startsWith("Protocol openai has no batch endpoint \"/v1/completions\"");
        assertThat(reason(
                        make(
                                MODELS,
                                422,
                                "{\"name\": \"bad\", \"credential\": \"simulated\", \"model\": \"gpt-5-mini\","
                                        + " \"thinking\": \"huge\"}"),
                        "thinking"))
                .startsWith("Batch model \"bad\" asks for thinking level \"huge\"");
        assertThat(reason(
                        make(MODELS, 422, "{\"name\": \"bad\", \"credential\": \"nobody\", \"model\": \"m\"}"),
                        "credential"))
                .startsWith("Unknown credential \"nobody\"");
        assertThat(reason(
                        make(
                                MODELS,
                                422,
                                "{\"name\": \"bad\", \"credential\": \"simulated\", \"model\": \"../files\"}"),
                        "model"))
                .startsWith("must be the name of a model");
        assertThat(workshop.ledger().setups().list()).isEmpty();
    }

    @Test
    @Order(3)
    void aCredentialIsMadeAndItsSecretNeverGivenBack() throws IOException {
        String body = "{\"name\": \"acme\", \"provider\": \"simulator\", \"secret\": \"" + SECRET + "\"}";
        String made = ask(
                201, "POST " + CREDENTIALS, CREDENTIALS, body, "Authorization", basic("admin"), "Idempotency-Key", "c");
        assertThat(ask(
                        201,
                        "POST " + CREDENTIALS,
                        CREDENTIALS,
                        body,
                        "Authorization",
                        basic("admin"),
                        "Idempotency-Key",
                        "c"))
                .isEqualTo(made);
        JsonNode shown = JSON.readTree(made).path("made");
        assertThat(shown.path("fields").toString()).isEqualTo("{\"provider\":\"simulator\"}");
        assertThat(shown.at("/secrets/secret/set_by").asText()).isEqualTo("admin");
        make(CREDENTIALS, 409, body);
        assertThat(make(CREDENTIALS, 409, body.replace("acme", "simulated"))
                        .path("detail")
                        .asText())
                .contains("is defined in ", "models.yaml:" + lineOf("  simulated:") + ".");
        assertThat(as("reader", 200, "GET /api/credentials/{credential}", CREDENTIALS + "/acme", "")
                        .at("/made/fields")
                        .isNull())
                .isTrue();
        for (String path : List.of(CREDENTIALS, CREDENTIALS + "/acme", "/api/events", MODELS)) {
            assertThat(send("GET", path, "", "Authorization", basic("admin")).body())
                    .as(path)
                    .doesNotContain(SECRET);
        }
    }

    /** In the shipped file. */
    private static int lineOf(String beginning) throws IOException {
        List<String> lines = Files.readAllLines(Path.of("config/models.yaml"));
        return 1
                + IntStream.range(0, lines.size())
                        .filter(line -> lines.get(line).startsWith(beginning))
                        .findFirst()
                        .orElseThrow();
    }

    @Test
    @Order(4)
    void aBatchModelIsMadeChangedAndDeletedByWhoeverHasItsRevision() throws IOException {
        make(MODELS, 201, "{\"name\": \"quick\", \"credential\": \"acme\", \"model\": \"gpt-5-mini\"}");
        make(MODELS, 409, "{\"name\": \"fast\", \"credential\": \"acme\", \"model\": \"gpt-5-mini\"}");
        String at = MODELS + "/quick";
        String first = etag(at);
        String thinking = "{\"credential\": \"acme\", \"model\": \"gpt-5-mini\", \"thinking\": \"low\"}";
        put(MODELS, "quick", 200, first, thinking);
        put(MODELS, "quick", 412, first, thinking.replace("low", "high"));
        assertThat(as("reader", 200, "GET /api/models/{model}", at, "")
                        .path("thinking")
                        .asText())
                .isEqualTo("low");
        as("admin", 428, "PUT /api/models/{model}", at, thinking);
        as("admin", 428, "DELETE /api/models/{model}", at, "");
        put(MODELS, "quick", 422, etag(at), thinking.replace("low", "huge"));
        put(MODELS, "fast", 409, "\"1.1\"", thinking);
        delete(MODELS, "fast", 409, "\"1.1\"");
        delete(MODELS, "quick", 412, first);
        make(
                MODELS,
                201,
                "{\"name\": \"least\", \"credential\": \"acme\", \"model\": \"gpt-5\", \"too_few\": {\"then\": \"quick\"}}");
        assertThat(delete(MODELS, "quick", 409, etag(at))).contains("too_few of batch model \\\"least\\\"");
        delete(MODELS, "least", 204, etag(MODELS + "/least"));
        assertThat(delete(CREDENTIALS, "acme", 409, etag(CREDENTIALS + "/acme")))
                .contains("batch model \\\"quick\\\"");
        delete(MODELS, "quick", 204, etag(at));
        List<Events.Event> events = workshop.ledger().events().of("model quick", 9);
        assertThat(events)
                .extracting(Events.Event::kind)
                .containsExactly(EventKind.SETUP_REMOVED, EventKind.SETUP_CHANGED, EventKind.SETUP_MADE);
        assertThat(events.get(1).actor() + ": " + events.get(1).body())
                .isEqualTo("admin: It was changed over HTTP: thinking");
    }

    @Test
    @Order(5)
    void aSecretIsGivenAgainBeforeItGoesElsewhere() throws IOException {
        String at = CREDENTIALS + "/acme";
        put(CREDENTIALS, "acme", 200, etag(at), "{\"provider\": \"simulator\", \"enqueued_tokens\": {\"gpt-5\": 9}}");
        String elsewhere = put(CREDENTIALS, "acme", 422, etag(at), "{\"provider\": \"openai\"}");
        assertThat(reason(JSON.readTree(elsewhere), "secret")).startsWith("must be given again");
        assertThat(put(CREDENTIALS, "acme", 200, etag(at), "{\"provider\": \"openai\", \"secret\": \"sk-other-4711\"}"))
                .contains("\"provider\":\"openai\"")
                .doesNotContain("sk-other");
        put(CREDENTIALS, "acme", 412, "\"1.1\"", "{\"provider\": \"openai\"}");
        as("admin", 428, "PUT /api/credentials/{credential}", at, "{\"provider\": \"openai\"}");
        put(CREDENTIALS, "simulated", 409, "\"1.1\"", "{\"provider\": \"openai\"}");
        as("admin", 428, "DELETE /api/credentials/{credential}", at, "");
        delete(CREDENTIALS, "acme", 412, "\"1.1\"");
        delete(CREDENTIALS, "acme", 204, etag(at));
        assertThat(workshop.ledger().setups().list()).isEmpty();
    }

    @Test
    @Order(6)
    void accountsAreTriedNotTooOftenAndNamesAreListed() throws IOException {
        String test = "POST /api/credentials/{credential}/test";
        JsonNode trial = as("admin", 200, test, CREDENTIALS + "/simulated/test", "");
        assertThat(trial.path("code").asText() + ": " + trial.path("message").asText())
                .isEqualTo("unreachable: No routes here");
        as("admin", 429, test, CREDENTIALS + "/simulated/test", "");
        as("admin", 429, "POST /api/models/{model}/test", MODELS + "/fast/test", "");
        workshop.pass(Duration.ofSeconds(5));
        assertThat(as("admin", 200, "POST /api/models/{model}/test", MODELS + "/fast/test", "")
                        .path("ok")
                        .asBoolean())
                .isFalse();
        JsonNode names =
                as("reader", 200, "GET /api/credentials/{credential}/models", CREDENTIALS + "/simulated/models", "");
        assertThat(names.at("/data/0/name").asText()).isEqualTo("gpt-5");
        assertThat(names.at("/data/0/thinking_levels").toString())
                .isEqualTo("[\"minimal\",\"low\",\"medium\",\"high\"]");
    }

    @Test
    @Order(7)
    void whatIsOpenKeepsItsCredentialAndTasksTheirModels() throws IOException {
        make(CREDENTIALS, 201, "{\"name\": \"busy\", \"provider\": \"simulator\", \"secret\": \"sim-1\"}");
        make(MODELS, 201, "{\"name\": \"busy\", \"credential\": \"busy\", \"model\": \"gpt-5\"}");
        int recipe = workshop.bean(CurrentRecipes.class).recipeOf("gateway/default/chat/busy");
        String at = MODELS + "/busy";
        put(MODELS, "busy", 200, etag(at), "{\"credential\": \"busy\", \"model\": \"gpt-5\", \"thinking\": \"low\"}");
        assertThat(workshop.bean(CurrentRecipes.class).recipeOf("gateway/default/chat/busy"))
                .as("in force without a restart")
                .isNotEqualTo(recipe);
        var assembly = workshop.ledger().assembly();
        int task = workshop.ledger().recipes().taskId("gateway/default/chat/busy");
        assembly.open(new dev.caravan.ledger.Assembly.NewBatch(
                task, workshop.bean(CurrentRecipes.class).recipeOf("gateway/default/chat/busy"), "busy"));
        assertThat(delete(MODELS, "busy", 409, etag(at))).contains("is in use: batch 1");
        String credential = CREDENTIALS + "/busy";
        assertThat(put(
                        CREDENTIALS,
                        "busy",
                        409,
                        etag(credential),
                        "{\"provider\": \"simulator\", \"settings\": {\"purpose\": \"x\"}}"))
                .contains("What is open was sent with it as it is: batch 1.");
        put(CREDENTIALS, "busy", 200, etag(credential), "{\"provider\": \"simulator\", \"secret\": \"sim-2\"}");
    }

    @Test
    @Order(8)
    void aKeyOfAWorkspaceSetsUpBatchModelsForThatOne() throws IOException {
        String key = new Keys(workshop.ledger().apiKeys(), workshop.bean(Clock.class))
                .make(new Wanted("ops", "default", List.of("admin"), "1h", "admin"))
                .text();
        make(CREDENTIALS, 201, "{\"name\": \"hidden\", \"provider\": \"simulator\", \"secret\": \"sim-9\"}");
        make(
                MODELS,
                201,
                "{\"name\": \"theirs\", \"credential\": \"hidden\", \"model\": \"gpt-5\", \"workspaces\": [\"sales\"]}");
        String body = "{\"name\": \"ours\", \"credential\": \"simulated\", \"model\": \"gpt-5\"}";
        String own = body.replace("}", ", \"workspaces\": [\"default\"]}");
        String post = "POST " + MODELS;
        ask(403, "POST " + CREDENTIALS, CREDENTIALS, "{}", "x-api-key", key);
        ask(403, post, MODELS, body, "x-api-key", key);
        ask(403, post, MODELS, own.replace("[\"default\"", "[\"default\", \"sales\""), "x-api-key", key);
        assertThat(ask(422, post, MODELS, own.replace("simulated", "hidden"), "x-api-key", key))
                .isEqualTo(ask(422, post, MODELS, own.replace("simulated", "nobody"), "x-api-key", key));
        assertThat(ask(409, post, MODELS, own.replace("ours", "theirs"), "x-api-key", key))
                .contains("This name is taken");
        ask(201, post, MODELS, own, "x-api-key", key);
        String item = MODELS + "/ours";
        String put = "PUT /api/models/{model}";
        ask(403, put, item, body, "x-api-key", key, "If-Match", etag(item));
        ask(200, put, item, own, "x-api-key", key, "If-Match", etag(item));
        ask(403, put, MODELS + "/fast", own, "x-api-key", key, "If-Match", "\"1.1\"");
        ask(404, put, MODELS + "/theirs", own, "x-api-key", key, "If-Match", etag(MODELS + "/theirs"));
        ask(204, "DELETE /api/models/{model}", item, "", "x-api-key", key, "If-Match", etag(item));
    }

    @Test
    @Order(9)
    void noStatusOfTheContractIsOnlyWritten() {
        assertThat(contract.unreached("/api/").stream().filter(ContractCalls::isSetup))
                .isEmpty();
    }

    @Test
    @Order(99)
    void whatAnotherNodeMakesOrDeletesIsTakenOverFromTheLedger() throws IOException {
        make(CREDENTIALS, 201, "{\"name\": \"across\", \"provider\": \"OpenAI\", \"secret\": \"k-1\"}");
        var models = workshop.bean(Models.class);
        var desk = workshop.bean(SetupDesk.class);
        var setups = workshop.ledger().setups();
        Setups.Entry entry = setups.find(Setups.Kind.CREDENTIAL, "across").orElseThrow();
        assertThat(setups.remove(Setups.Kind.CREDENTIAL, "across", entry.revision(), "ann", "elsewhere"))
                .isTrue();
        assertThat(models.credentials()).containsKey("across");
        desk.follow();
        assertThat(models.credentials()).doesNotContainKey("across");

        assertThat(setups.add(entry.draft(), "ann", "elsewhere")).isTrue();
        desk.follow();
        assertThat(models.credentials()).containsKey("across");
        long revision = models.revision();
        desk.follow();
        assertThat(models.revision()).as("nothing is new").isEqualTo(revision);
    }
}
