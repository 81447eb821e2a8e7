package dev.caravan.access;

import static dev.caravan.console.ConsoleServer.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.console.ConsoleServer;
import dev.caravan.console.ConsoleServer.Client;
import dev.caravan.console.Workshop;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Every path by everybody, over a real web server. */
class DoorsTest {
    @TempDir
    static Path folder;

    private static Workshop workshop;
    private static ConsoleServer server;

    @BeforeAll
    static void start() throws IOException {
        workshop = Workshop.open(folder, "sample: 0%", "simulator");
        server = workshop.server();
    }

    @AfterAll
    static void stop() {
        workshop.close();
    }

    private static String location(HttpResponse<String> reply) {
        return reply.headers().firstValue("Location").orElse("none").replaceFirst("^http://localhost:\\d+", "");
    }

    private static HttpRequest api(String path, String name, String password) {
        String login = Base64.getEncoder().encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8));
        return HttpRequest.newBuilder(URI.create(server.url(path)))
                .header("Authorization", "Basic " + login)
                .build();
    }

    private static HttpRequest api(String path, String name, String password, String verb) {
        return HttpRequest.newBuilder(api(path, name, password), (header, value) -> true)
                .header("Content-Type", "application/json")
                .method(verb, verb.equals("POST") ? BodyPublishers.ofString("{}") : BodyPublishers.noBody())
                .build();
    }

    private static String verb(String route) {
        return route.substring(0, route.indexOf(' '));
    }

    @Test
    void withoutALoginEveryPageLeadsToIt() {
        Client nobody = server.client();
        for (String path : new String[] {"/", "/review", "/review/1", "/audit", "/rerun", "/no/such", "/error2"}) {
            HttpResponse<String> reply = nobody.get(path);
            assertThat(reply.statusCode() + " " + location(reply)).as(path).isEqualTo("302 /login");
        }
        assertThat(nobody.get("/login").body()).contains("<h1>Log in</h1>").doesNotContain("Log out");
    }

    @Test
    void aFragmentIsNeverFilledWithTheLogin() {
        HttpResponse<String> reply = server.client().get("/review", "HX-Request", "true");
        assertThat(reply.statusCode()).isEqualTo(401);
        assertThat(reply.headers().firstValue("HX-Redirect")).contains("/login");
        assertThat(reply.body()).isEmpty();
    }

    @Test
    void whatWasOpenStaysOpenAndNothingElseIsReachedThroughIt() {
        Client nobody = server.client();
        for (String path : new String[] {"/webhooks/openai", "/actuator/health", "/simulator/v1/files%2Fa"}) {
            assertThat(nobody.get(path).statusCode()).as(path).isIn(400, 404, 405);
        }
        assertThat(nobody.postRaw("/webhooks/openai", "{}").statusCode()).isEqualTo(404);
        for (String path : new String[] {
            "/webhooks/..;/review", "/actuator/%2e%2e/review", "/simulator/;x/../../review", "/webhooks/../review"
        }) {
            HttpResponse<String> reply = nobody.get(path);
            assertThat(reply.statusCode()).as(path).isIn(302, 400);
            assertThat(reply.body()).as(path).doesNotContain("<h1>Review");
        }
    }

    @Test
    void editorsReadTheSchemasWithoutALogin() throws IOException {
        for (String name :
                List.of("application", "task", "models", "providers", "buckets", "webhooks", "users", "workspaces")) {
            HttpResponse<String> reply = server.client().get("/schemas/" + name + ".schema.json");
            assertThat(reply.statusCode()).as(name).isEqualTo(200);
            assertThat(reply.headers().firstValue("Content-Type")).contains("application/json");
            assertThat(reply.body())
                    .isEqualTo(Files.readString(Path.of("src/main/resources/schemas/" + name + ".schema.json")));
        }
        assertThat(server.client().get("/schemas/other.schema.json").statusCode())
                .isEqualTo(404);
    }

    @Test
    void unknownPathsAreNotFoundForWhoeverIsLoggedIn() {
        HttpResponse<String> reply = server.login("reader").get("/no/such", "Accept", "text/html");
        assertThat(reply.statusCode()).isEqualTo(404);
        assertThat(reply.body()).contains("There is no such page").doesNotContain("Exception");
    }

    private static Set<String> routes() {
        Set<String> routes = new TreeSet<>();
        workshop.bean(RequestMappingHandlerMapping.class).getHandlerMethods().forEach((info, method) -> {
            if (method.getBeanType().getPackageName().startsWith("dev.caravan")) {
                info.getPatternValues()
                        .forEach(path ->
                                info.getMethodsCondition().getMethods().forEach(verb -> routes.add(verb + " " + path)));
            }
        });
        return routes;
    }

    @Test
    void everyRouteIsOpenToThoseRolesThatItIsMeantForAndToNoOther() {
        assertThat(routes()).isEqualTo(Route.all().keySet());
        Map<String, Role> roles = new TreeMap<>();
        Route.all().values().stream()
                .filter(one -> one.role() != null)
                .forEach(one -> roles.put(one.name(), one.role()));
        Map<Role, Set<String>> allowed = Map.of(
                Role.READ, Set.of("reader", "reviewer-1", "operator", "admin"),
                Role.REVIEW, Set.of("reviewer-1", "admin"),
                Role.OPERATE, Set.of("operator", "admin"),
                Role.ADMIN, Set.of("admin"));
        for (String name : allowed.get(Role.READ)) {
            Client client = server.login(name);
            roles.forEach((route, role) -> {
                String path = route.substring(route.indexOf('/'))
                        .replaceAll("\\{\\w+:\\\\d\\+}", "1")
                        .replaceAll("[{}]", "");
                boolean may = allowed.get(role).contains(name);
                for (String verb : route.startsWith("GET") ? List.of("GET", "HEAD") : List.of(verb(route))) {
                    int status;
                    if (path.startsWith("/api/") || path.startsWith("/openapi.")) {
                        status = client.send(api(path, name, PASSWORD, verb)).statusCode();
                    } else if (verb.equals("POST")) {
                        status = client.post(path, Map.of()).statusCode();
                    } else {
                        status = client.send(HttpRequest.newBuilder(URI.create(server.url(path)))
                                        .method(verb, BodyPublishers.noBody())
                                        .build())
                                .statusCode();
                    }
                    assertThat(status != 403)
                            .as("%s %s by %s", verb, path, name)
                            .isEqualTo(may);
                }
            });
        }
        assertThat(server.login("reader").get("/rerun", "Accept", "text/html").body())
                .contains("You may not do this");
    }

    @Test
    void aFormWithoutItsTokenDoesNothing() {
        Client reviewer = server.login("reviewer-1");
        assertThat(reviewer.postRaw("/review/1", "act=approve&version=1").statusCode())
                .isEqualTo(403);
        assertThat(reviewer.postRaw("/logout", "").statusCode()).isEqualTo(403);
        assertThat(reviewer.get("/login").statusCode()).isEqualTo(200);
        HttpResponse<String> ended = server.client().postRaw("/review/1", "act=approve&version=1");
        assertThat(ended.statusCode() + " " + location(ended)).isEqualTo("302 /login");
    }

    @Test
    void aLoginGetsANewSessionWhoseCookieStaysAmongUs() {
        Client client = server.client();
        String before = client.get("/login").headers().firstValue("Set-Cookie").orElseThrow();
        HttpResponse<String> reply = client.post("/login", Map.of("username", "reviewer-1", "password", PASSWORD));
        String after = reply.headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(after).isNotEqualTo(before).startsWith("caravan=").contains("HttpOnly", "SameSite=Lax");
        assertThat(after).doesNotContain("Secure");
        assertThat(server.client()
                        .get("/login", "X-Forwarded-Proto", "https")
                        .headers()
                        .firstValue("Set-Cookie"))
                .hasValueSatisfying(cookie -> assertThat(cookie).contains("Secure"));
    }

    @Test
    void afterTheLoginComesThePageThatWasAskedForAndNoOtherSite() {
        Client client = server.client();
        client.get("/audit?task=t", "Accept", "text/html");
        client.get("/login");
        assertThat(location(client.post("/login", Map.of("username", "reader", "password", PASSWORD))))
                .isEqualTo("/audit?task=t");
    }

    @Test
    void whoHasNotLoggedInIsForgottenSoon() {
        List<Integer> before = server.sessionSeconds();
        Client client = server.client();
        client.get("/login");
        List<Integer> visiting = new ArrayList<>(before);
        visiting.add(300);
        assertThat(server.sessionSeconds()).containsExactlyInAnyOrderElementsOf(visiting);
        client.post("/login", Map.of("username", "reader", "password", PASSWORD));
        List<Integer> loggedIn = new ArrayList<>(before);
        loggedIn.add(1800);
        assertThat(server.sessionSeconds()).containsExactlyInAnyOrderElementsOf(loggedIn);
    }

    @Test
    void aLogoutEndsTheSession() {
        Client client = server.login("reader");
        assertThat(location(client.post("/logout", Map.of()))).isEqualTo("/login?out");
        assertThat(location(client.get("/audit"))).isEqualTo("/login");
    }

    @Test
    void pagesCarryTheirHeadersAndAreKeptByNobody() {
        for (HttpResponse<String> reply : new HttpResponse[] {
            server.client().get("/login"), server.login("reader").get("/audit")
        }) {
            Map<String, String> wanted = Map.of(
                    "Content-Security-Policy",
                    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
                            + " form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
                    "X-Content-Type-Options",
                    "nosniff",
                    "Referrer-Policy",
                    "no-referrer",
                    "X-Frame-Options",
                    "DENY",
                    "Cache-Control",
                    "no-cache, no-store, max-age=0, must-revalidate");
            wanted.forEach((name, value) ->
                    assertThat(reply.headers().firstValue(name)).as(name).contains(value));
            assertThat(reply.body()).doesNotContain("<script>", " onclick=", " style=");
        }
    }

    @Test
    void styleAndScriptsAreOpenAndKept() {
        String page = server.client().get("/login").body();
        String css = page.replaceFirst("(?s).*(/console/[0-9a-f]+/)console.css.*", "$1");
        for (String name : new String[] {"console.css", "console.js", "review.js", "htmx.min.js", "icon.svg"}) {
            HttpResponse<String> reply = server.client().get(css + name);
            assertThat(reply.statusCode()).as(name).isEqualTo(200);
            assertThat(reply.headers().firstValue("Cache-Control")).contains("max-age=31536000, private, immutable");
        }
        assertThat(server.client().get(css + "other.js").statusCode()).isEqualTo(404);
    }

    @Test
    void whoeverGuessesPasswordsWaitsAndThenMayGoOn() {
        Client client = server.client();
        client.get("/login");
        for (int i = 0; i < 6; i++) {
            String wanted = i < 5 ? "/login?wrong" : "/login?wait";
            assertThat(location(client.post("/login", Map.of("username", "operator", "password", "wrong " + i))))
                    .isEqualTo(wanted);
        }
        assertThat(location(client.post("/login", Map.of("username", "operator", "password", PASSWORD))))
                .isEqualTo("/login?wait");
        workshop.pass(Duration.ofSeconds(1));
        assertThat(location(client.post("/login", Map.of("username", "operator", "password", PASSWORD))))
                .isEqualTo("/");
    }

    @Test
    void programsSendAPasswordWithEachRequestAndGetNoSession() {
        Client program = server.client();
        HttpResponse<String> without = program.get("/api/reviews");
        assertThat(without.statusCode()).isEqualTo(401);
        assertThat(without.headers().firstValue("WWW-Authenticate"))
                .contains("Basic realm=\"Caravan\", charset=\"UTF-8\"");
        assertThat(program.send(api("/api/reviews", "reader", "wrong password")).statusCode())
                .isEqualTo(401);
        HttpResponse<String> with = program.send(api("/api/no-such", "reader", PASSWORD));
        assertThat(with.statusCode()).isEqualTo(404);
        assertThat(with.headers().firstValue("Set-Cookie")).isEmpty();
        assertThat(location(program.send(api("/audit", "reader", PASSWORD)))).isEqualTo("/login");
    }

    @Test
    void aProgramMayDoWhatTheRolesOfItsUserAllow() {
        Client program = server.client();
        HttpRequest rerun = HttpRequest.newBuilder(api("/api/reruns", "reviewer-1", PASSWORD), (name, value) -> true)
                .POST(BodyPublishers.ofString("{}"))
                .build();
        HttpResponse<String> reply = program.send(rerun);
        assertThat(reply.statusCode()).isEqualTo(403);
        assertThat(reply.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(reply.body())
                .isEqualTo("{\"type\":\"/docs/api.md#not-allowed\",\"title\":\"Not allowed\",\"status\":403,"
                        + "\"detail\":\"The roles of this user or key do not allow it\","
                        + "\"instance\":\"/api/reruns\"}");
    }
}
