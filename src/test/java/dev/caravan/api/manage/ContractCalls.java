package dev.caravan.api.manage;

import static dev.caravan.console.ConsoleServer.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.api.Contract;
import dev.caravan.console.ConsoleServer;
import dev.caravan.console.ConsoleServer.Client;
import dev.caravan.ledger.RealTimeCosts;
import dev.caravan.ledger.RealTimeCosts.Calls;
import dev.caravan.ledger.RealTimeCosts.Plan;
import dev.caravan.ledger.RealTimeCosts.Reserved;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Requests of management, each held to the contract. */
abstract class ContractCalls {
    static final ObjectMapper JSON = new ObjectMapper();

    static ConsoleServer server;
    static Client client;
    static Contract contract;

    static void open(ConsoleServer started) throws IOException {
        server = started;
        client = server.client();
        contract = Contract.read();
    }

    static HttpResponse<String> send(String verb, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.url(path)))
                .header("Content-Type", "application/json")
                .method(verb, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build());
    }

    /** Two real-time calls that were answered, and one of which nobody knows. */
    static void called(RealTimeCosts costs, int task) {
        Plan plan = new Plan(task, "simulated", "gpt-5-mini", 1_000);
        costs.answered(
                ((Reserved) costs.reserve(plan)).hold(),
                new Calls(task, "simulated", "gpt-5-mini", 2, 10, 10, 250_000));
        costs.unknown(((Reserved) costs.reserve(plan)).hold());
    }

    static String basic(String name) {
        return "Basic " + Base64.getEncoder().encodeToString((name + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
    }

    /** Sends it, asserts the status and what the contract says of it, and returns the body. */
    static String ask(int status, String operation, String path, String body, String... headers) throws IOException {
        HttpResponse<String> reply = send(operation.substring(0, operation.indexOf(' ')), path, body, headers);
        assertThat(reply.statusCode())
                .as("%s at %s: %s", operation, path, reply.body())
                .isEqualTo(status);
        contract.check(
                operation, status, reply.headers().firstValue("Content-Type").orElse(""), reply.body());
        return reply.body();
    }

    static JsonNode as(String name, int status, String operation, String path, String body) throws IOException {
        String reply = ask(status, operation, path, body, "Authorization", basic(name));
        return reply.isEmpty() ? JSON.nullNode() : JSON.readTree(reply);
    }

    static JsonNode read(String operation, String query) throws IOException {
        String path = operation.substring(4) + query;
        return as("reader", 200, operation, path, "");
    }

    /** A path of an operation, with this in the place of every name and number. */
    static String path(String operation, String name) {
        return operation.substring(operation.indexOf(' ') + 1).replaceAll("\\{[^}]+}", name);
    }

    static Map<String, JsonNode> operations() {
        Map<String, JsonNode> all = new TreeMap<>(contract.operations());
        // A stream has no body to hold to a schema: ChangesControllerTest reads it.
        all.keySet().removeIf(name -> !name.contains(" /api/") || name.equals("GET /api/events/stream"));
        return all;
    }

    /** Statuses of the contract that nothing has met; ChangesControllerTest, PausesControllerTest, ReloadsTest and SetupsControllerTest meet theirs. */
    static List<String> unreached() {
        return contract.unreached("/api/").stream()
                .filter(one -> !one.startsWith("GET /api/events/stream ")
                        && !one.contains(" /api/pauses")
                        && !one.contains(" /api/reloads")
                        && !isSetup(one))
                .toList();
    }

    /** What makes, changes and tries credentials and batch models. */
    static boolean isSetup(String operation) {
        return operation.matches("(POST|PUT|DELETE) /api/(models|credentials).*")
                || operation.startsWith("GET /api/credentials/{credential}/models");
    }

    static String example(JsonNode operation) {
        JsonNode example = operation.at("/requestBody/content/application~1json/example");
        return example.isMissingNode() ? "" : example.toString();
    }

    /** What the examples of a file of the documentation print, run as they stand there, in this folder. */
    static List<JsonNode> examples(String file, String key, Path folder) throws IOException, InterruptedException {
        List<String> examples = Pattern.compile("```bash\n(curl .*?)\n```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of(file)))
                .results()
                .map(block -> block.group(1))
                .toList();
        List<JsonNode> said = new ArrayList<>();
        for (String example : examples) {
            ProcessBuilder builder = new ProcessBuilder("bash", "-c", example).directory(folder.toFile());
            builder.environment().put("CARAVAN_KEY", key);
            builder.environment().put("CARAVAN", server.url(""));
            Process process = builder.start();
            said.add(JSON.readTree(process.getInputStream().readAllBytes()));
            assertThat(process.waitFor()).as(example).isZero();
        }
        return said;
    }
}
