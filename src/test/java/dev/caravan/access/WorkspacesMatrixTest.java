package dev.caravan.access;

import static dev.caravan.console.ConsoleServer.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.access.Keys.Wanted;
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
import java.util.TreeMap;
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

    /** A request of a route: its path, and its form or JSON. {@code #} is a record, {@code ~} a drop, {@code @} a task, {@code ^} a batch model, {@code !} a credential. */
    private record Try(String path, String body) {}

    private static Try to(String path) {
        return new Try(path, "");
    }

    /** Of each route, every way in which an id or a task comes in. None: it takes no id. */
    private static final Map<String, List<Try>> WAYS = new TreeMap<>(Map.ofEntries(
            Map.entry("GET /", List.of()),
            Map.entry("GET /login", List.of()),
            Map.entry("GET /openapi.yaml", List.of()),
            Map.entry("GET /openapi.json", List.of()),
            Map.entry("GET /console/{version}/{name}", List.of()),
            // Signed by a provider; a batch that is not known is as good as one that is.
            Map.entry("POST /webhooks/{credential}", List.of()),
            // The workspace is that of the key, and says which task answers: RealTimeTest.
            Map.entry("POST /extract", List.of()),
            Map.entry("POST /summarization/abstractive", List.of()),
            Map.entry("POST /classify", List.of()),
            // A submission is looked up by workspace and id together: BatchesControllerTest crosses them.
            Map.entry("POST /v1/batches", List.of()),
            Map.entry("GET /v1/batches/{id}", List.of()),
            Map.entry("GET /v1/batches/{id}/output", List.of()),
            Map.entry("POST /v1/batches/{id}/cancel", List.of()),
            // FilesControllerTest crosses files, and lists of batches and of models.
            Map.entry("GET /v1/batches", List.of()),
            Map.entry("POST /v1/files", List.of()),
            Map.entry("GET /v1/files", List.of()),
            Map.entry("GET /v1/files/{id}", List.of()),
            Map.entry("GET /v1/files/{id}/content", List.of()),
            Map.entry("DELETE /v1/files/{id}", List.of()),
            Map.entry("GET /v1/models", List.of()),
            Map.entry("GET /v1/models/{id}", List.of()),
            // KeyDoorsTest has the keys of other workspaces.
            Map.entry("GET /api/keys", List.of()),
            Map.entry("POST /api/keys", List.of()),
            Map.entry("DELETE /api/keys/{id}", List.of()),
            Map.entry("GET /review", List.of(to("/review?task=@"), to("/review?drop=~"))),
            Map.entry("GET /review/{record:\\d+}", List.of(to("/review/#"), to("/review/#?task=@"))),
            Map.entry("POST /review/{record:\\d+}", List.of(new Try("/review/#", "act=approve&version=1"))),
            Map.entry("POST /review/{record:\\d+}/keep", List.of(to("/review/#/keep"))),
            Map.entry("POST /review/{record:\\d+}/go", List.of(to("/review/#/go"))),
            Map.entry(
                    "GET /review/next",
                    List.of(to("/review/next?task=@"), to("/review/next?drop=~"), to("/review/next?back=#"))),
            Map.entry("GET /review/previous", List.of(to("/review/previous?back=#"), to("/review/previous?left=#"))),
            Map.entry("GET /review/ahead", List.of(to("/review/ahead?task=@"), to("/review/ahead?drop=~"))),
            Map.entry("GET /review/bulk", List.of(to("/review/bulk?task=@"), to("/review/bulk?drop=~"))),
            Map.entry("POST /review/bulk", List.of(new Try("/review/bulk?task=@", "act=approve&why=so&expected=1"))),
            Map.entry("GET /review/examples", List.of(to("/review/examples?task=@"))),
            Map.entry("GET /review/examples.jsonl", List.of(to("/review/examples.jsonl?task=@&approved=true"))),
            Map.entry("GET /audit", List.of(to("/audit?task=@&id=T-1"))),
            Map.entry(
                    "POST /audit/ask",
                    List.of(
                            new Try("/audit/ask", "task=@&id=T-1&record=#&why=so"),
                            new Try("/audit/ask", "record=#&why=so"))),
            Map.entry("GET /rerun", List.of(to("/rerun?task=@"), to("/rerun?drop=~"))),
            Map.entry(
                    "POST /rerun",
                    List.of(new Try("/rerun", "task=@&why=so"), new Try("/rerun", "task=support&drop=~"))),
            Map.entry("GET /live", List.of(to("/live?task=@"), to("/live?drop=~"))),
            Map.entry("GET /gates", List.of(to("/gates?drop=~"))),
            Map.entry("POST /gates", List.of(new Try("/gates", "drop=~&why=so"), new Try("/gates", "drop=0x~&why=so"))),
            Map.entry("GET /api/tasks", List.of()),
            Map.entry("GET /api/tasks/{task}", List.of(to("/api/tasks/@"))),
            Map.entry("POST /api/tasks/{task}/drops", List.of(new Try("/api/tasks/@/drops?name=a.jsonl", "x"))),
            Map.entry("POST /api/tasks/{task}/hold", List.of(to("/api/tasks/@/hold"))),
            Map.entry("POST /api/tasks/{task}/cancel", List.of(to("/api/tasks/@/cancel"))),
            Map.entry("POST /api/tasks/{task}/release", List.of(to("/api/tasks/@/release"))),
            Map.entry("GET /api/models", List.of()),
            Map.entry("GET /api/models/{model}", List.of(to("/api/models/^"))),
            Map.entry("GET /api/credentials", List.of()),
            Map.entry("GET /api/credentials/{credential}", List.of(to("/api/credentials/!"))),
            Map.entry("POST /api/models", List.of()),
            Map.entry("PUT /api/models/{model}", List.of(new Try("/api/models/^", "{}"))),
            Map.entry("DELETE /api/models/{model}", List.of(new Try("/api/models/^", "{}"))),
            Map.entry("POST /api/models/{model}/test", List.of(new Try("/api/models/^/test", "{}"))),
            Map.entry("POST /api/credentials", List.of()),
            Map.entry("PUT /api/credentials/{credential}", List.of(new Try("/api/credentials/!", "{}"))),
            Map.entry("DELETE /api/credentials/{credential}", List.of(new Try("/api/credentials/!", "{}"))),
            Map.entry("POST /api/credentials/{credential}/test", List.of(new Try("/api/credentials/!/test", "{}"))),
            Map.entry("GET /api/credentials/{credential}/models", List.of(new Try("/api/credentials/!/models", ""))),
            Map.entry("GET /api/drops", List.of(to("/api/drops?task=@"))),
            Map.entry("GET /api/drops/{drop}", List.of(to("/api/drops/~"))),
            Map.entry("GET /api/drops/{drop}/refusals", List.of(to("/api/drops/~/refusals"))),
            Map.entry("POST /api/drops/{drop}/hold", List.of(to("/api/drops/~/hold"))),
            Map.entry("POST /api/drops/{drop}/cancel", List.of(to("/api/drops/~/cancel"))),
            Map.entry("POST /api/drops/{drop}/release", List.of(to("/api/drops/~/release"))),
            Map.entry("POST /api/drops/{drop}/open", List.of(new Try("/api/drops/~/open", "{\"why\": \"so\"}"))),
            Map.entry("GET /api/batches", List.of(to("/api/batches?task=@"))),
            Map.entry("GET /api/batches/{batch}", List.of(to("/api/batches/~"))),
            Map.entry("POST /api/batches/{batch}/cancel", List.of(to("/api/batches/~/cancel"))),
            Map.entry("POST /api/batches/{batch}/release", List.of(to("/api/batches/~/release"))),
            Map.entry("GET /api/records", List.of(to("/api/records?task=@&source-id=T-1"), to("/api/records?drop=~"))),
            Map.entry("GET /api/records.jsonl", List.of(to("/api/records.jsonl?drop=~"))),
            Map.entry("GET /api/records/{record}", List.of(to("/api/records/#"))),
            Map.entry("GET /api/reviews", List.of(to("/api/reviews?task=@"), to("/api/reviews?drop=~"))),
            Map.entry("GET /api/reviews/{record}", List.of(to("/api/reviews/#"))),
            Map.entry(
                    "POST /api/reviews/{record}",
                    List.of(new Try("/api/reviews/#", "{\"version\": 1, \"act\": \"approve\"}"))),
            Map.entry("GET /api/publications", List.of(to("/api/publications?task=@"))),
            Map.entry("GET /api/publications/{publication}", List.of(to("/api/publications/~"))),
            Map.entry(
                    "POST /api/publications/{publication}/replay",
                    List.of(new Try("/api/publications/~/replay", "{}"))),
            Map.entry("GET /api/costs", List.of(to("/api/costs?task=@"))),
            Map.entry("GET /api/events", List.of(to("/api/events?task=@"))),
            Map.entry(
                    "GET /api/events/stream",
                    List.of(to("/api/events/stream?task=@"), to("/api/events/stream?drop=~"))),
            Map.entry("GET /api/requests/{request}", List.of(to("/api/requests/~"))),
            Map.entry("GET /api/reruns/{rerun}", List.of(to("/api/reruns/~"))),
            Map.entry("GET /api/audit", List.of(to("/api/audit?task=@&source-id=T-1"))),
            Map.entry(
                    "POST /api/tasks/{task}/sample",
                    List.of(
                            new Try("/api/tasks/@/sample", "{\"drop\": 1}"),
                            new Try("/api/tasks/support/sample", "{\"drop\": ~}"))),
            Map.entry("GET /api/reruns", List.of(to("/api/reruns?task=@"))),
            Map.entry(
                    "GET /api/reruns/preview",
                    List.of(to("/api/reruns/preview?task=@"), to("/api/reruns/preview?drop=~"))),
            Map.entry(
                    "POST /api/reruns",
                    List.of(
                            new Try("/api/reruns", "{\"task\": \"@\", \"why\": \"so\"}"),
                            new Try("/api/reruns", "{\"task\": \"@\", \"drop\": \"~\", \"why\": \"so\"}")))));

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
        assertThat(routes()).isEqualTo(WAYS.keySet());
        WAYS.forEach((route, ways) -> ways.forEach(way -> {
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
                "/rerun",
                "/gates"));
        for (String path : lists) {
            assertThat(outsider.get(path).body()).as(path).doesNotContain(FOREIGN, "T-1");
        }
        assertThat(outsider.postForm("/review/bulk", "act=approve&why=so").body())
                .contains("approve 0 items?");
        for (String path : List.of("/review", "/review/examples", "/audit", "/rerun", "/gates")) {
            assertThat(everybody.get(path).body()).as(path).contains(FOREIGN);
        }
        for (String list : List.of("tasks", "drops", "batches", "reviews", "publications", "events", "reruns")) {
            assertThat(outsider.send(api("GET", "/api/" + list, "", basic("outsider")))
                            .body())
                    .as(list)
                    .isEqualTo("{\"data\":[],\"has_more\":false,\"next\":null}");
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
