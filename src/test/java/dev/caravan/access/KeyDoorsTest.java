package dev.caravan.access;

import static dev.caravan.console.ConsoleServer.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.access.Keys.Made;
import dev.caravan.access.Keys.Wanted;
import dev.caravan.console.ConsoleServer;
import dev.caravan.console.Workshop;
import dev.caravan.ledger.ApiKeys;
import dev.caravan.ledger.EventKind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an API key opens, over a real web server and a real ledger. */
class KeyDoorsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path folder;

    private static Workshop workshop;
    private static ConsoleServer server;

    @BeforeAll
    static void start() throws IOException {
        workshop = Workshop.open(folder, "sample: 0%");
        server = workshop.server();
    }

    @AfterAll
    static void stop() {
        workshop.close();
    }

    private static Made key(String workspace, String expires, String... roles) {
        return new Keys(workshop.ledger().apiKeys(), workshop.bean(java.time.Clock.class))
                .make(new Wanted("nightly", workspace, List.of(roles), expires, "admin"));
    }

    private static HttpResponse<String> send(String verb, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.url(path)))
                .header("Content-Type", "application/json")
                .method(verb, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return server.client().send(request.build());
    }

    private static String admin() {
        return "Basic " + Base64.getEncoder().encodeToString(("admin:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
    }

    private static String error(HttpResponse<String> reply) throws IOException {
        JsonNode error = JSON.readTree(reply.body()).path("error");
        assertThat(error.has("param")).isTrue();
        return reply.statusCode() + " " + error.path("type").asText() + " "
                + error.path("code").asText();
    }

    @Test
    void aKeyIsTakenAsHeaderOrBearerAndMakesNoSession() {
        String text = key("default", "90d", "submit").text();
        assertThat(text).matches("ck_[a-z2-7]{10}_[A-Za-z0-9_-]{43}");
        for (String[] header : new String[][] {{"x-api-key", text}, {"Authorization", "Bearer " + text}}) {
            HttpResponse<String> reply = send("POST", "/v1/no-such", "{}", header);
            assertThat(reply.statusCode()).as(header[0]).isEqualTo(404);
            assertThat(reply.headers().firstValue("Set-Cookie")).isEmpty();
            assertThat(reply.headers().firstValue("x-ratelimit-limit-requests")).contains("600");
            assertThat(reply.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        }
    }

    @Test
    void everyAnswerToAProgramHasANameOfItsOwnWhateverTheCallerSays() {
        Set<String> names = new HashSet<>();
        for (String path : List.of("/v1/no-such", "/v1/files", "/classify", "/api/drops", "/api/no-such")) {
            HttpResponse<String> reply = send("POST", path, "{}", "x-request-id", "mine");
            assertThat(reply.headers().allValues("x-request-id"))
                    .as(path)
                    .singleElement()
                    .satisfies(name -> assertThat(name).matches("req_[0-9a-f]{16}"));
            names.add(reply.headers().firstValue("x-request-id").orElseThrow());
        }
        assertThat(names).hasSize(5);
    }

    @Test
    void whoHasNoGoodKeyIsToldWhyAsOpenAisClientsReadIt() throws IOException {
        Made expiring = key("default", "1h", "submit");
        Made revoked = key("default", "never", "submit");
        workshop.ledger().apiKeys().revoke(revoked.key().id(), "admin");
        workshop.pass(Duration.ofHours(1));
        HttpResponse<String> none = send("POST", "/v1/batches", "{}");
        assertThat(error(none)).isEqualTo("401 invalid_request_error invalid_api_key");
        assertThat(none.headers().firstValue("WWW-Authenticate")).contains("Bearer realm=\"Caravan\"");
        assertThat(none.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
        assertThat(none.body()).contains("Send an API key of Caravan");
        String another = revoked.text().substring(0, 14) + "A".repeat(43);
        for (Map.Entry<String, String> sent : Map.of(
                        "ck_x",
                        "This API key is not known here",
                        another,
                        "This API key is not known here",
                        revoked.text(),
                        "The API key " + revoked.key().id() + " was revoked",
                        expiring.text(),
                        "The API key " + expiring.key().id() + " expired")
                .entrySet()) {
            HttpResponse<String> reply = send("GET", "/v1/batches/batch_x", "", "x-api-key", sent.getKey());
            assertThat(error(reply)).isEqualTo("401 invalid_request_error invalid_api_key");
            assertThat(reply.body()).contains(sent.getValue());
        }
        assertThat(error(send("POST", "/classify", "{}", "x-api-key", "ck_x"))).startsWith("401");
        assertThat(error(send("POST", "/v1/batches", "{}", "Authorization", admin())))
                .as("a password is no key")
                .startsWith("401");
    }

    @Test
    void aKeyOpensWhatItsRolesSay() throws IOException {
        Map<String, List<String>> opened = Map.of(
                "submit", List.of("GET /v1/x", "POST /v1/x", "POST /extract"),
                "read", List.of("GET /v1/x", "GET /api/reruns"),
                "review", List.of("GET /v1/x", "GET /api/reruns"),
                "operate", List.of("GET /v1/x", "GET /api/reruns", "POST /api/reruns"),
                "admin",
                        List.of(
                                "GET /v1/x",
                                "POST /v1/x",
                                "POST /extract",
                                "GET /api/reruns",
                                "POST /api/reruns",
                                "GET /api/keys"));
        for (Map.Entry<String, List<String>> role : opened.entrySet()) {
            String text = key("default", "90d", role.getKey()).text();
            for (String route : List.of(
                    "GET /v1/x",
                    "POST /v1/x",
                    "POST /extract",
                    "GET /api/reruns",
                    "POST /api/reruns",
                    "GET /api/keys")) {
                String path = route.substring(route.indexOf('/'));
                HttpResponse<String> reply = send(
                        route.substring(0, route.indexOf(' ')),
                        path,
                        route.startsWith("POST") ? "{}" : "",
                        "Authorization",
                        "Bearer " + text);
                assertThat(reply.statusCode() != 403)
                        .as(role.getKey() + " " + route)
                        .isEqualTo(role.getValue().contains(route));
                if (reply.statusCode() == 403 && !path.startsWith("/api")) {
                    assertThat(error(reply)).isEqualTo("403 invalid_request_error insufficient_permissions");
                }
            }
            assertThat(send("GET", "/review", "", "x-api-key", text).statusCode())
                    .as("pages are for people")
                    .isEqualTo(302);
        }
    }

    @Test
    void anAdministratorMakesListsAndRevokesKeysOverHttp() throws IOException {
        HttpResponse<String> reply = send(
                "POST",
                "/api/keys",
                "{\"name\": \"reports\", \"roles\": [\"submit\", \"read\"], \"expires\": \"7d\"}",
                "Authorization",
                admin());
        assertThat(reply.statusCode()).isEqualTo(201);
        JsonNode made = JSON.readTree(reply.body());
        String id = made.path("id").asText();
        String text = made.path("key").asText();
        assertThat(made.path("workspace").asText()).isEqualTo("default");
        assertThat(made.path("created_by").asText()).isEqualTo("admin");
        assertThat(text).startsWith("ck_" + id + "_");
        assertThat(send("POST", "/v1/x", "{}", "x-api-key", text).statusCode()).isEqualTo(404);

        HttpResponse<String> list = send("GET", "/api/keys", "", "Authorization", admin());
        assertThat(list.body()).contains(id).doesNotContain(text.substring(14));
        ApiKeys.ApiKey kept = workshop.ledger().apiKeys().find(id).orElseThrow();
        assertThat(kept.hash()).hasSize(64).doesNotContain(text.substring(14));
        assertThat(kept.usedAt()).isNotNull();

        assertThat(send("DELETE", "/api/keys/" + id, "", "Authorization", admin())
                        .statusCode())
                .isEqualTo(204);
        assertThat(send("POST", "/v1/x", "{}", "x-api-key", text).statusCode()).isEqualTo(401);
        assertThat(send("DELETE", "/api/keys/aaaaaaaaaa", "", "Authorization", admin())
                        .statusCode())
                .isEqualTo(404);
        assertThat(workshop.ledger().events().of("key " + id, 9).stream()
                        .map(event -> event.kind() + " " + event.actor()))
                .containsExactly(EventKind.KEY_REVOKED + " admin", EventKind.KEY_MADE + " admin");
    }

    @Test
    void whatIsNoKeyIsRefusedInWords() {
        for (Map.Entry<String, String> wrong : Map.of(
                        "{\"roles\": [\"submit\"]}", "can't be the name of a key",
                        "{\"name\": \"a\"}", "A key without a role opens nothing",
                        "{\"name\": \"a\", \"roles\": [\"sumbit\"]}", "is no role. Allowed: submit, read",
                        "{\"name\": \"a\", \"roles\": [\"read\"], \"expires\": \"soon\"}", "Write 90d or 12h",
                        "{\"name\": \"a\", \"roles\": [\"read\"], \"workspace\": \"A b\"}", "can't be a workspace")
                .entrySet()) {
            HttpResponse<String> reply = send("POST", "/api/keys", wrong.getKey(), "Authorization", admin());
            assertThat(reply.statusCode()).as(wrong.getKey()).isEqualTo(422);
            assertThat(reply.headers().firstValue("Content-Type")).contains("application/problem+json");
            assertThat(reply.body()).contains(wrong.getValue());
        }
    }

    @Test
    void bodiesOfManagementAreSmallAndSayHowLongTheyAre() {
        HttpResponse<String> large = send("POST", "/api/keys", " ".repeat((1 << 20) + 1), "Authorization", admin());
        assertThat(large.statusCode()).isEqualTo(413);
        HttpResponse<String> endless = server.client()
                .send(HttpRequest.newBuilder(URI.create(server.url("/api/keys")))
                        .header("Authorization", admin())
                        .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[9])))
                        .build());
        assertThat(endless.statusCode()).isEqualTo(411);
        assertThat(endless.body())
                .contains("\"status\":411", "\"detail\":\"Say how long the body is (Content-Length)\"");
    }

    @Test
    void aKeyOfOneWorkspaceKnowsNothingOfTheKeysOfAnother() {
        Made mine = key("sales", "90d", "admin");
        Made other = key("default", "90d", "admin");
        assertThat(send("GET", "/api/keys", "", "x-api-key", mine.text()).body())
                .contains(mine.key().id())
                .doesNotContain(other.key().id());
        HttpResponse<String> foreign = send("DELETE", "/api/keys/" + other.key().id(), "", "x-api-key", mine.text());
        HttpResponse<String> unknown = send("DELETE", "/api/keys/aaaaaaaaaa", "", "x-api-key", mine.text());
        assertThat(foreign.statusCode() + foreign.body().replace(other.key().id(), "aaaaaaaaaa"))
                .isEqualTo(404 + unknown.body());
        HttpResponse<String> outside = send(
                "POST",
                "/api/keys",
                "{\"name\": \"a\", \"roles\": [\"read\"], \"workspace\": \"default\"}",
                "x-api-key",
                mine.text());
        assertThat(outside.statusCode()).isEqualTo(422);
        assertThat(workshop.ledger()
                        .apiKeys()
                        .find(other.key().id())
                        .orElseThrow()
                        .revokedAt())
                .isNull();
    }
}
