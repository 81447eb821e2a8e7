package dev.caravan.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.access.Keys;
import dev.caravan.console.ConsoleServer;
import dev.caravan.ledger.LedgerDoor;
import dev.caravan.ledger.LedgerReader;
import dev.caravan.ledger.Recipes;
import dev.caravan.testkit.LiveFiles;
import dev.caravan.testkit.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A credential and a batch model made over HTTP: records go through them, restarts keep them, and nothing shows the secret. */
@Timeout(600)
class SetupOverHttpIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String SECRET = "sk-of-the-whole-test-31415926";
    private static final String KEY =
            "-Dcaravan.secrets.key=" + Base64.getEncoder().encodeToString(new byte[32]);
    private static final String OTHER_KEY = "-Dcaravan.secrets.key="
            + Base64.getEncoder()
                    .encodeToString("another key of 32 bytes in all !".getBytes(StandardCharsets.US_ASCII));

    private static final String ADMIN =
            Base64.getEncoder().encodeToString(("admin:" + ConsoleServer.PASSWORD).getBytes(StandardCharsets.UTF_8));

    @TempDir
    Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private int port;

    @Test
    void recordsGoThroughThemAndNothingShowsTheSecret() throws Exception {
        port = Ports.free();
        try (Installation here = new Installation(folder)) {
            ConsoleServer.users(folder.resolve("config"));
            JarProcess first = here.serve(port, KEY);
            awaitUp(first);
            String made = "{\"name\": \"acme\", \"provider\": \"simulator\", \"secret\": \"" + SECRET + "\"}";
            assertThat(ask("POST", "/api/credentials", made).statusCode()).isEqualTo(201);
            assertThat(ask("POST", "/api/models", model("low")).statusCode()).isEqualTo(201);
            answered(order("one"));
            JsonNode trial =
                    JSON.readTree(ask("POST", "/api/models/quick/test", "").body());
            assertThat(trial.path("code").asText()).as(trial.toString()).isEqualTo("ok");
            String etag = ask("GET", "/api/models/quick", "")
                    .headers()
                    .firstValue("ETag")
                    .orElseThrow();
            assertThat(ask("PUT", "/api/models/quick", model("high"), "If-Match", etag)
                            .statusCode())
                    .isEqualTo(200);
            answered(order("two"));
            first.kill();
            assertThat(thinking()).containsExactly("low", "high");

            String checked = checked(here, KEY);
            assertThat(checked)
                    .contains("Made over HTTP: credential acme, batch model quick")
                    .contains("check: ok");
            Path task = folder.resolve("config/tasks/triage-tickets/task.yaml");
            Files.writeString(task, Files.readString(task).replaceFirst("model: fast ", "model: quick"));
            JarProcess second = here.serve(port, KEY);
            awaitUp(second);
            here.drop("triage-tickets", "one.csv", Tickets.csv(3));
            rest(1);
            nothingShowsTheSecret(first, second);
            second.kill();

            withTheWrongKey(here);
        }
    }

    /** It starts, says which credential it is, sends nothing with it, and goes on when the secret is given again. */
    private void withTheWrongKey(Installation here) throws Exception {
        assertThat(checked(here, OTHER_KEY)).contains("Warning: The secret of credential \"acme\" can't be opened");
        JarProcess third = here.serve(port, OTHER_KEY);
        awaitUp(third);
        JsonNode credential =
                JSON.readTree(ask("GET", "/api/credentials/acme", "").body());
        assertThat(credential.path("usable").asBoolean()).isFalse();
        assertThat(credential.path("waits_for").asText())
                .startsWith("The secret of credential \"acme\" can't be opened: it was sealed with the key ");
        assertThat(ask("GET", "/api/events?kind=secret_closed", "").body()).contains("credential acme");
        here.drop("triage-tickets", "two.csv", Tickets.csv(7));
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() ->
                        ask("GET", "/api/batches?state=assembled", "").body().contains("\"acme\""));
        String etag = ask("GET", "/api/credentials/acme", "")
                .headers()
                .firstValue("ETag")
                .orElseThrow();
        String again = "{\"provider\": \"simulator\", \"secret\": \"" + SECRET + "\"}";
        assertThat(ask("PUT", "/api/credentials/acme", again, "If-Match", etag).statusCode())
                .isEqualTo(200);
        rest(2);
        nothingShowsTheSecret(third);
    }

    private static String model(String thinking) {
        return "{\"name\": \"quick\", \"credential\": \"acme\", \"model\": \"gpt-5-mini\", \"thinking\": \"" + thinking
                + "\"}";
    }

    /** One request of a client, by the batch model; the id of its batch. */
    private String order(String content) throws Exception {
        HttpResponse<String> made = send(
                "POST",
                "/v1/batches",
                "{\"endpoint\": \"chat/completions\", \"model\": \"quick\", \"requests\": [{\"custom_id\": \"r\", \"body\":"
                        + " {\"messages\": [{\"role\": \"user\", \"content\": \"" + content + "\"}]}}]}",
                "x-api-key",
                key());
        assertThat(made.statusCode()).as(made.body()).isEqualTo(200);
        return JSON.readTree(made.body()).path("id").asText();
    }

    private void answered(String batch) throws Exception {
        String key = key();
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> JSON.readTree(send("GET", "/v1/batches/" + batch, "", "x-api-key", key)
                                .body())
                        .path("status")
                        .asText()
                        .equals("completed"));
    }

    /** So many drops of the task have nothing left to do. */
    private void rest(int drops) {
        Awaitility.await().atMost(PATIENCE).until(() -> {
            JsonNode all = JSON.readTree(ask("GET", "/api/drops?task=triage-tickets&state=sealed", "")
                            .body())
                    .path("data");
            int rested = 0;
            for (JsonNode drop : all) {
                JsonNode states = drop.at("/counts/states");
                rested += states.has("queued") || states.has("submitted") || states.isEmpty() ? 0 : 1;
            }
            return rested == drops;
        });
    }

    private List<String> thinking() {
        try (LedgerReader ledger = LedgerReader.open(folder.resolve("data"))) {
            Recipes recipes = ledger.recipes();
            return recipes.of(recipes.taskId("gateway/default/chat/quick")).stream()
                    .map(recipe -> recipe.model().replaceAll(".*\"thinking\":\"(\\w+)\".*", "$1"))
                    .toList();
        }
    }

    private void nothingShowsTheSecret(JarProcess... processes) throws Exception {
        for (JarProcess process : processes) {
            assertThat(process.said()).doesNotContain(SECRET);
        }
        for (String path : List.of(
                "/api/credentials",
                "/api/credentials/acme",
                "/api/credentials/acme/models",
                "/api/models",
                "/api/models/quick",
                "/api/events",
                "/api/batches",
                "/actuator/prometheus")) {
            assertThat(ask("GET", path, "").body()).as(path).doesNotContain(SECRET);
        }
        for (Path file : LiveFiles.below(folder.resolve("data"))) {
            assertThat(content(file).contains(SECRET)).as(file.toString()).isFalse();
        }
    }

    private static String content(Path file) throws IOException {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException gone) {
            return "";
        }
    }

    private String checked(Installation here, String key) throws Exception {
        JarProcess check = here.command(key, "check");
        check.waitFor(PATIENCE);
        return check.said();
    }

    private String key() {
        try (LedgerDoor door = LedgerDoor.open(folder.resolve("data/ledger/caravan.db"), Clock.systemUTC())) {
            return new Keys(door.apiKeys(), Clock.systemUTC())
                    .make(new Keys.Wanted("shop", "default", List.of("submit"), "1d", "operator"))
                    .text();
        }
    }

    private HttpResponse<String> ask(String verb, String path, String body, String... headers) throws Exception {
        String[] all = Stream.concat(Stream.of("Authorization", "Basic " + ADMIN), Stream.of(headers))
                .toArray(String[]::new);
        return send(verb, path, body, all);
    }

    private HttpResponse<String> send(String verb, String path, String body, String... headers) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                        .header("Content-Type", "application/json")
                        .headers(headers)
                        .method(verb, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private void awaitUp(JarProcess process) {
        Awaitility.await().atMost(PATIENCE).ignoreExceptions().until(() -> {
            assertThat(process.isAlive()).as(process.lastWords()).isTrue();
            return ask("GET", "/api/models", "").statusCode() == 200;
        });
    }
}
