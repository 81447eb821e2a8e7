package dev.caravan.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.Doc;
import dev.caravan.SampleAccess.Printed;
import dev.caravan.ledger.RealTimeCosts;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Operations and samples for whoever waits, over HTTP and on the command line, as docs/realtime.md and docs/sample.md have them. */
class RealTimeTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern BLOCK = Pattern.compile("```bash\n(curl .*?)\n```", Pattern.DOTALL);
    private static final String CLASSIFY =
            "{\"text\":\"%s\",\"labels\":[{\"name\":\"b\",\"rubric\":\"Is it B?\"},{\"name\":\"a\",\"rubric\":\"Is it A?\"}]}";

    @TempDir
    static Path folder;

    private static RealTimeRig rig;
    private static String key;

    @BeforeAll
    static void start() throws Exception {
        rig = new RealTimeRig(folder, List.of("extract", "summarize", "classify", "triage-tickets"), config -> {
            Path models = config.resolve("models.yaml");
            Files.writeString(
                    models,
                    Files.readString(models)
                                    .replace(
                                            "credentials:\n",
                                            "credentials:\n  locked: {provider: simulator, secret: \"${LOCKED_KEY:invalid-one}\"}\n")
                            + "  locked: {credential: locked, model: gpt-5-mini}\n");
            Path providers = config.resolve("providers.yaml");
            String simulated = "\nsimulator:\n";
            String[] parts = Files.readString(providers).split(simulated, 2);
            Files.writeString(
                    providers,
                    parts[0]
                            + simulated
                            + parts[1].replaceFirst(
                                    "(?s)(    gpt-5-mini:.*?structured-output: true)",
                                    "$1\n      price: {input: 1, output: 2, real-time: 3}"));
            Path task = config.resolve("tasks/sales-classify");
            RealTimeRig.copy(Path.of("config/tasks/classify"), task);
            Path yaml = task.resolve("task.yaml");
            Files.writeString(
                    yaml, Files.readString(yaml).replace("model: fast", "model: locked") + "workspace: sales\n");
            Path capped = config.resolve("tasks/summarize/task.yaml");
            Files.writeString(capped, Files.readString(capped) + "budget: {usd: 0.029}\n");
            Path tickets = config.resolve("tasks/triage-tickets/task.yaml");
            Files.writeString(tickets, Files.readString(tickets) + "canary: {records: 2, max-invalid: 30%}\n");
            Files.writeString(
                    config.resolve("workspaces.yaml"),
                    "workspaces:\n  sales: {operations: {classify: sales-classify}}\n"
                            + "  default: {operations: {extract: extract, summarize: summarize, classify: classify}}\n");
        });
        key = rig.key("default", "submit");
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    private static HttpResponse<String> post(String path, String body) {
        return rig.post(path, body, "x-api-key", key);
    }

    private static JsonNode json(HttpResponse<String> reply) throws Exception {
        assertThat(reply.headers().firstValue("Content-Type")).contains("application/json");
        return JSON.readTree(reply.body());
    }

    /** Status, code and param, in a line. */
    private static String error(HttpResponse<String> reply) throws Exception {
        JsonNode error = json(reply).path("error");
        assertThat(error.path("message").asText()).as(reply.body()).isNotBlank();
        return reply.statusCode() + " " + error.path("type").asText() + " "
                + error.path("code").asText() + " " + error.path("param").asText();
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void theExamplesOfTheDocumentsAnswer() throws Exception {
        List<String> examples = BLOCK.matcher(Files.readString(Path.of("docs/realtime.md")))
                .results()
                .map((MatchResult block) -> block.group(1))
                .toList();
        assertThat(examples).hasSize(2);
        JsonNode found = JSON.readTree(rig.shell(examples.get(0), key, folder));
        assertThat(names(found)).containsExactly("entities", "latency_ms");
        JsonNode label = JSON.readTree(rig.shell(examples.get(1), key, folder));
        assertThat(names(label))
                .containsExactly("top_label", "scores", "reasoning", "labels", "latency_ms", "ocr_text");
        assertThat(label.path("latency_ms").asLong()).isNotNegative();
        JsonNode shown = JSON.readTree(Doc.shown("json bill"));
        JsonNode bill = json(rig.send("GET", "/simulator/bill", ""));
        assertThat(names(bill)).isEqualTo(names(shown));
        assertThat(names(bill.at("/realtime/openai"))).isEqualTo(names(shown.at("/realtime/openai")));
    }

    @Test
    void theExamplesOfASampleAndOfFaultsAnswer() throws Exception {
        String sample = example("docs/sample.md");
        JsonNode report = JSON.readTree(rig.shell(sample, rig.key("default", "operate"), Path.of("")));
        assertThat(report.path("asked")).hasSize(20);
        String faults = example("docs/simulator.md").replace("localhost:8090", "localhost:8080");
        JsonNode rules = JSON.readTree(rig.shell(faults, key, folder));
        rig.send("DELETE", "/simulator/faults", "");
        assertThat(rules).hasSize(2);
    }

    /** The only one of a document. */
    private static String example(String file) throws Exception {
        List<String> examples = BLOCK.matcher(Files.readString(Path.of(file)))
                .results()
                .map((MatchResult block) -> block.group(1))
                .toList();
        assertThat(examples).hasSize(1);
        return examples.get(0);
    }

    @Test
    void labelsComeInTheOrderInWhichTheyWereAskedFor() throws Exception {
        JsonNode reply = json(post("/classify", CLASSIFY.formatted("It is A")));
        JsonNode labels = reply.path("labels");
        assertThat(labels).hasSize(2);
        assertThat(labels.get(0).path("label").asText()).isEqualTo("b");
        assertThat(labels.get(0).path("rubric").asText()).isEqualTo("Is it B?");
        assertThat(labels.get(0).path("score").isNumber()).isTrue();
        double sum = 0;
        for (JsonNode score : reply.path("scores")) {
            sum += score.asDouble();
        }
        assertThat(sum).isBetween(0.99, 1.01);
    }

    @Test
    void whatIsWrongIsRefusedBeforeAnybodyIsAsked() throws Exception {
        assertThat(error(rig.post("/classify", "{}"))).isEqualTo("401 invalid_request_error invalid_api_key null");
        assertThat(error(rig.post("/classify", "{}", "x-api-key", rig.key("default", "read"))))
                .startsWith("403 ");
        assertThat(error(post("/classify", "{\"text\":\"T\",\"labels\":[]}")))
                .isEqualTo("422 invalid_request_error unprocessable labels");
        assertThat(error(post("/extract", "{\"document\":\"aGk=\"}")))
                .isEqualTo("422 invalid_request_error unprocessable document");
        assertThat(error(post("/extract", "{\"text\":\"T\"}")))
                .isEqualTo("400 invalid_request_error invalid_request entities");
        assertThat(error(post("/extract", "{\"text\":\"T\",\"entities\":{\"p\":\"x\"},\"more\":1}")))
                .isEqualTo("400 invalid_request_error invalid_request more");
        assertThat(error(post("/extract", "{\"text\""))).isEqualTo("400 invalid_request_error invalid_request null");
        assertThat(error(rig.post(
                        "/extract",
                        "{\"text\":\"T\",\"entities\":{\"p\":\"x\"}}",
                        "x-api-key",
                        rig.key("sales", "submit"))))
                .isEqualTo("503 server_error not_configured null");
    }

    @Test
    void anAnswerThatBreaksARuleIsNeverGivenOut() throws Exception {
        rig.faults("[{\"on\":\"line\",\"times\":1,\"do\":\"invalid-json\"}]");
        HttpResponse<String> reply = post("/classify", CLASSIFY.formatted("Broken"));
        assertThat(error(reply)).isEqualTo("502 server_error parse null");
        rig.faults("[{\"on\":\"line\",\"times\":1,\"do\":\"refusal\"}]");
        assertThat(error(post("/classify", CLASSIFY.formatted("Refused")))).isEqualTo("502 server_error refused null");
    }

    @Test
    void whatTheProviderDoesIsSaidAndWhatItWantsToBeWaitedForIsWaitedFor() throws Exception {
        rig.faults("[{\"on\":\"line\",\"times\":1,\"do\":\"error\"}]");
        assertThat(error(post("/classify", CLASSIFY.formatted("500")))).isEqualTo("502 server_error server_error null");

        rig.faults("[{\"on\":\"ask\",\"do\":\"delay\",\"ms\":7500}]");
        HttpResponse<String> late = post("/classify", CLASSIFY.formatted("Late"));
        assertThat(error(late)).isEqualTo("504 server_error timeout null");
        assertThat(late.body()).contains("It may have been run");

        HttpResponse<String> stopped =
                rig.post("/classify", CLASSIFY.formatted("Locked"), "x-api-key", rig.key("sales", "submit"));
        assertThat(error(stopped)).isEqualTo("503 server_error credential_stopped null");
        assertThat(stopped.body()).doesNotContain("invalid-one").doesNotContain("API key provided");
        assertThat(stopped.headers().firstValue("Retry-After")).contains("30");
    }

    @Test
    void aBudgetThatIsUsedUpAsksNobody() throws Exception {
        String body = "{\"text\":\"" + "A long day. ".repeat(300) + "\",\"instructions\":\"Short\"}";
        JsonNode first = json(post("/summarization/abstractive", body));
        assertThat(names(first)).containsExactly("summary", "input_chars", "output_chars", "latency_ms", "ocr_text");
        assertThat(first.path("input_chars").asInt()).isEqualTo(3600);
        assertThat(first.path("ocr_text").isNull()).isTrue();
        RealTimeCosts.Calls paid = rig.ledger().realTimeCosts().since(LocalDate.EPOCH).stream()
                .map(RealTimeCosts.Day::calls)
                .filter(calls -> calls.taskId() == rig.ledger().recipes().taskId("summarize"))
                .findFirst()
                .orElseThrow();
        assertThat(paid.micros()).isEqualTo(3 * (paid.tokensIn() + 2 * paid.tokensOut()));
        assertThat(error(post("/summarization/abstractive", body)))
                .isEqualTo("429 invalid_request_error budget_reached null");
        assertThat(rig.ledger().counts().total().read()).isZero();
    }

    private static JsonNode sample(String query, String type, String body) throws Exception {
        HttpResponse<String> reply = rig.post(
                "/api/tasks/triage-tickets/sample" + query,
                body,
                "x-api-key",
                rig.key("default", "operate"),
                "Content-Type",
                type);
        return JSON.readTree(reply.body());
    }

    @Test
    void aSampleShowsRecordsAndWhatAllWouldCostAndTouchesNothing() throws Exception {
        String file = Files.readString(Path.of("examples/support-tickets.csv"));
        JsonNode first = sample("?n=3", "text/csv", file);
        assertThat(first.path("asked")).hasSize(3);
        assertThat(first.at("/asked/0/line").asInt()).isEqualTo(2);
        assertThat(first.at("/asked/0/verdict").asText()).isIn("valid", "review");
        assertThat(first.at("/asked/0/output").isObject()).isTrue();
        assertThat(first.at("/whole/rows").asInt()).isEqualTo(63);
        double batch = first.at("/whole/batch_usd").asDouble();
        assertThat(batch).isPositive();
        assertThat(first.at("/whole/real_time_usd").asDouble()).isCloseTo(3 * batch, within(0.00001));
        assertThat(first.path("advice")).isNotEmpty();

        JsonNode any = sample("?n=20&random=true&name=tickets.csv", "application/octet-stream", file);
        assertThat(any.path("asked")).hasSize(20);
        assertThat(any.at("/asked").findValuesAsText("line")).doesNotHaveDuplicates();
        assertThat(rig.ledger().counts().total().read()).isZero();
    }

    @Test
    void whatCanNotBeSampledIsSaid() throws Exception {
        assertThat(sample("?n=3", "image/png", "x").path("detail").asText()).contains("image/png", "?name=");
        assertThat(sample("?n=0", "text/csv", "x").path("detail").asText()).contains("1 to 200");
        assertThat(sample("", "text/csv", "a,b\n1,2\n").path("detail").asText()).contains("the header has no column");
        JsonNode absent = sample("", "application/json", "{\"drop\": 4711}");
        assertThat(absent.path("status").asInt()).isEqualTo(404);
        assertThat(rig.post(
                                "/api/tasks/triage-tickets/sample",
                                "a",
                                "x-api-key",
                                rig.key("sales", "operate"),
                                "Content-Type",
                                "text/csv")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void theCommandPrintsASampleAndFailsWhereTheCanaryWould() throws Exception {
        Path file = Path.of("examples/support-tickets.csv");
        Printed good = rig.command(folder, "triage-tickets", file.toString(), "-n", "2");
        assertThat(good.exit()).as(good.err()).isZero();
        assertThat(good.out()).contains("line 2  ", "triage-tickets, version ", "The file: 63 rows");

        rig.faults("[{\"on\":\"line\",\"times\":2,\"do\":\"invalid-json\"}]");
        Printed bad = rig.command(folder, "--task=triage-tickets", "--file=" + file, "--n=2", "--json");
        assertThat(bad.exit()).isEqualTo(1);
        JsonNode report = JSON.readTree(bad.out());
        assertThat(report.at("/sum/invalid").asInt()).isEqualTo(2);
        assertThat(report.at("/asked/0/findings").toString()).contains("JSON");
        assertThat(folder.resolve("data/samples")).isEmptyDirectory();
        assertThat(rig.command(folder, "triage-tickets", "no-such-file.csv").exit())
                .isEqualTo(2);
        assertThat(rig.command(folder, "no-such-task", file.toString()).err()).contains("no-such-task");
        Printed problem = rig.command(folder, "no-such-task", file.toString(), "--json");
        assertThat(problem.out()).isEmpty();
        assertThat(JSON.readTree(problem.err()).path("type").asText()).isEqualTo("/docs/cli.md#failed");
    }
}
