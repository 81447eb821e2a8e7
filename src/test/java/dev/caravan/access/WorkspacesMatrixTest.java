package dev.caravan.access;

import static dev.caravan.console.ConsoleServer.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.access.Keys.Wanted;
import dev.caravan.access.Route.Try;
import dev.caravan.console.ConsoleServer;
import dev.caravan.console.ConsoleServer.Client;
import dev.caravan.console.Workshop;
import dev.caravan.ledger.OpenItems;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Every route of the application by somebody of another workspace: an id that belongs to a foreign task is answered as one
 * that does not exist, and no list shows anything of it.
 */
class WorkspacesMatrixTest {
    private static final String FOREIGN = Workshop.TASK;

    @TempDir
    static Path folder;

    private static Workshop workshop;
    private static ConsoleServer server;
    private static long record;
    private static Client outsider;
    private static Client everybody;

    /** The task is in {@code sales}; the outsider has all roles, but is in {@code support}. */
    @BeforeAll
    static void start() throws IOException {
        workshop = Workshop.open(
                folder,
                "when: 'confidence < 0.7'",
                "",
                yaml -> yaml.replace("gate: auto", "gate: after-review") + "workspace: sales\n");
        server = workshop.server();
        workshop.answered(
                List.of(
                        Workshop.ticket("T-1", "Refund", "Give it back"),
                        Workshop.ticket("T-2", "Refund", "Give it back, too")),
                id -> Workshop.answer(id, "billing", "Wants a refund", id.equals("T-1") ? 0.5 : 0.9)
                        .toString());
        record = workshop.ledger()
                .openItems()
                .list(OpenItems.Query.ALL, OpenItems.Place.START, 1)
                .get(0)
                .recordId();
        outsider = server.login("outsider");
        everybody = server.login("admin");
        made("/api/credentials", "{\"name\": \"only-sales\", \"provider\": \"simulator\", \"secret\": \"sim-1\"}");
        made(
                "/api/models",
                "{\"name\": \"of-sales\", \"credential\": \"only-sales\", \"model\": \"gpt-5-mini\","
                        + " \"workspaces\": [\"sales\"]}");
    }

    private static void made(String path, String body) {
        assertThat(everybody.send(api("POST", path, body, basic("admin"))).statusCode())
                .isEqualTo(201);
    }

    @AfterAll
    static void stop() {
        workshop.close();
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

    private static HttpResponse<String> send(Client client, String route, Try way, Function<String, String> names) {
        String path = names.apply(way.path());
        String body = names.apply(way.body());
        if (path.startsWith("/api/")) {
            return client.send(api(route.substring(0, route.indexOf(' ')), path, body, basic("outsider")));
        }
        return route.startsWith("GET") ? client.get(path) : client.postForm(path, body);
    }

    private static HttpRequest api(String verb, String path, String body, String... headers) {
        return HttpRequest.newBuilder(URI.create(server.url(path)))
                .header("Content-Type", "application/json")
                .headers(headers)
                .method(verb, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
    }

    private static String[] basic(String name) {
        String login = Base64.getEncoder().encodeToString((name + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        return new String[] {"Authorization", "Basic " + login};
    }

    private static String real(String text) {
        return text.replace("#", String.valueOf(record))
                .replace("~", "1")
                .replace("@", FOREIGN)
                .replace("^", "of-sales")
                .replace("!", "only-sales");
    }

    private static String missing(String text) {
        return text.replace("#", "777777")
                .replace("~", "777")
                .replace("@", "nothing")
                .replace("^", "nothing")
                .replace("!", "nothing");
    }

    /** Without what was asked for, and without times. */
    private static String seen(HttpResponse<String> reply) {
        return reply.statusCode() + " "
                + reply.body()
                        .replaceAll("\"timestamp\":\"[^\"]*\"", "")
                        .replaceAll("name=\"_csrf\" value=\"[^\"]*\"", "")
                        .replaceAll("\"(path|instance)\":\"[^\"]*\"", "");
    }

    @Test
    void aForeignIdIsNotFoundOnAnyRouteAndLooksLikeOneThatDoesNotExist() {
        assertThat(routes()).isEqualTo(Route.all().keySet());
        Route.all()
                .forEach((route, known) -> known.ways().forEach(way -> {
                    HttpResponse<String> foreign = send(outsider, route, way, WorkspacesMatrixTest::real);
                    assertThat(foreign.statusCode()).as(route + " " + way).isEqualTo(404);
                    assertThat(foreign.body()).as(route + " " + way).doesNotContain("T-1", "Wants a refund");
                    assertThat(seen(foreign))
                            .as(route + " " + way)
                            .isEqualTo(seen(send(outsider, route, way, WorkspacesMatrixTest::missing)));
                }));
        OpenItems.OpenItem item = workshop.ledger().openItems().find(record).orElseThrow();
        assertThat(item.holder()).as("nobody touched it").isNull();
    }

    @Test
    void noListShowsAnythingOfAForeignTask() {
        List<String> lists = new ArrayList<>(List.of(
                "/review",
                "/review/next",
                "/review/ahead",
                "/review/bulk",
                "/review/examples",
                "/audit",
                "/records",
                "/publications",
                "/rerun",
                "/gates",
                "/monitor",
                "/drops",
                "/batches",
                "/events",
                "/events?about=batch%201"));
        for (String path : lists) {
            assertThat(outsider.get(path).body()).as(path).doesNotContain(FOREIGN, "T-1");
        }
        assertThat(outsider.postForm("/review/bulk", "act=approve&why=so").body())
                .contains("approve 0 items?");
        for (String path : List.of(
                "/review", "/review/examples", "/audit", "/rerun", "/gates", "/monitor", "/drops", "/batches")) {
            assertThat(everybody.get(path).body()).as(path).contains(FOREIGN);
        }
        for (String list : List.of("tasks", "drops", "batches", "reviews", "publications", "events", "reruns")) {
            assertThat(outsider.send(api("GET", "/api/" + list, "", basic("outsider")))
                            .body())
                    .as(list)
                    .isEqualTo("{\"data\":[],\"has_more\":false,\"next\":null}");
        }
        for (String path : List.of("/models", "/models/new", "/models/fast", "/models/fast/try", "/credentials")) {
            assertThat(outsider.get(path).body()).as(path).doesNotContain(FOREIGN, "of-sales", "only-sales");
        }
        for (String path : List.of("/api/models", "/api/credentials", "/api/costs")) {
            assertThat(outsider.send(api("GET", path, "", basic("outsider"))).body())
                    .as(path)
                    .doesNotContain(FOREIGN, "of-sales", "only-sales");
        }
    }

    @Test
    void aKeyFindsWhatIsInItsWorkspaceOnly() {
        Keys keys = new Keys(workshop.ledger().apiKeys(), workshop.bean(Clock.class));
        for (Map.Entry<String, Integer> one :
                Map.of("sales", 200, "default", 404).entrySet()) {
            String text = keys.make(new Wanted("k", one.getKey(), List.of("read"), "1h", "admin"))
                    .text();
            HttpResponse<String> reply =
                    outsider.send(api("GET", "/api/audit?task=" + FOREIGN + "&source-id=T-1", "", "x-api-key", text));
            assertThat(reply.statusCode()).as(one.getKey()).isEqualTo(one.getValue());
        }
    }
}
