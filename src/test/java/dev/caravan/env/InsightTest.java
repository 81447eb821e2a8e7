package dev.caravan.env;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.access.Keys;
import dev.caravan.console.ConsoleServer;
import dev.caravan.console.ConsoleServer.Client;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.management.ObjectName;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a whole Caravan shows of its inside, by hawtio and by metrics, and to whom. */
@Timeout(180)
class InsightTest {
    private static final String AS_SHIPPED = "--spring.config.location=optional:classpath:/";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CONTEXT = "org.apache.camel:context=caravan,type=context,name=\"caravan\"";

    @TempDir
    static Path folder;

    private static Whole caravan;
    private static String base;
    private static String withoutIt;
    private static String openFigures;

    @BeforeAll
    static void start() throws Exception {
        caravan = new Whole(folder);
        ConsoleServer.users(folder.resolve("config"));
        caravan.start(AS_SHIPPED);
        Client admin = ConsoleServer.login(base(), "admin");
        openFigures = caravan.scrape();
        withoutIt = admin.get("/hawtio/").statusCode() + " "
                + admin.get("/hawtio/jolokia/version").statusCode() + " " + mbeans();
        caravan.stop();
        caravan.start(AS_SHIPPED, "--caravan.hawtio=true", "--caravan.metrics.open=false");
        base = base();
    }

    @AfterAll
    static void stop() throws Exception {
        caravan.stop();
        try {
            assertThat(mbeans()).as("MBeans that outlived their context").isEmpty();
        } finally {
            caravan.close();
        }
    }

    private static String base() {
        return "http://localhost:" + caravan.context().getEnvironment().getProperty("local.server.port");
    }

    private static Set<String> mbeans() throws Exception {
        Set<String> names = new TreeSet<>();
        for (String domain : new String[] {"org.apache.camel:*", "jolokia:*", "hawtio:*", "quartz:*"}) {
            for (ObjectName name :
                    ManagementFactory.getPlatformMBeanServer().queryNames(new ObjectName(domain), null)) {
                names.add(name.toString());
            }
        }
        return names;
    }

    private static JsonNode asked(Client client, String request) throws Exception {
        HttpResponse<String> reply = client.send(HttpRequest.newBuilder(URI.create(base + "/hawtio/jolokia/"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(request.replace("'", "\"")))
                .build());
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
        return JSON.readTree(reply.body());
    }

    private static String attribute(String mbean, String attribute) {
        return "{'type':'read','mbean':" + JSON.getNodeFactory().textNode(mbean) + ",'attribute':'" + attribute + "'}";
    }

    @Test
    void showsTheRoutesByTheirNamesAndWhatTheyAre() throws Exception {
        Client admin = ConsoleServer.login(base, "admin");
        Set<String> shown = new TreeSet<>();
        asked(admin, "{'type':'read','mbean':'org.apache.camel:type=routes,*','attribute':['RouteId','State']}")
                .get("value")
                .forEach(route -> shown.add(
                        route.get("RouteId").asText() + " " + route.get("State").asText()));
        Set<String> running = new TreeSet<>();
        for (Route route : caravan.bean(CamelContext.class).getRoutes()) {
            if (!route.isCreatedByKamelet()) {
                running.add(route.getId() + " Started");
            }
        }
        assertThat(shown).isEqualTo(running).contains("submit Started");
        JsonNode submit = asked(
                        admin,
                        "{'type':'read','mbean':'org.apache.camel:context=caravan,type=routes,name=\\'submit\\''}"
                                .replace("\\'", "\\\""))
                .get("value");
        assertThat(submit.get("Description").asText()).isNotBlank();
        JsonNode drawn = asked(
                admin,
                "{'type':'exec','mbean':" + JSON.getNodeFactory().textNode(CONTEXT)
                        + ",'operation':'dumpRoutesAsXml()'}");
        assertThat(drawn.path("value").asText()).as(drawn.toString()).contains("<route id=\"submit\"");
    }

    @Test
    void itsPageComesWithAPolicyOfItsOwnAndKnowsWhoIsThere() {
        Client admin = ConsoleServer.login(base, "admin");
        assertThat(admin.get("/hawtio").headers().firstValue("Location"))
                .hasValueSatisfying(to -> assertThat(to).endsWith("/hawtio/"));
        HttpResponse<String> page = admin.get("/hawtio/");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("<base href=\"/hawtio/\">");
        assertThat(page.headers().allValues("Content-Security-Policy"))
                .containsExactly(
                        "default-src 'self'; script-src 'self' 'unsafe-eval'; style-src 'self' 'unsafe-inline';"
                                + " img-src 'self' data:; font-src 'self' data:; worker-src 'self' blob:; connect-src 'self';"
                                + " object-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'self'");
        assertThat(admin.get("/hawtio/camel/routes", "Accept", "text/html").body())
                .isEqualTo(page.body());
        String script = page.body().replaceFirst("(?s).*src=\"([^\"]+/main\\.[0-9a-f]+\\.js)\".*", "$1");
        assertThat(admin.get(script).headers().firstValue("Content-Type")).contains("text/javascript");
        assertThat(admin.get("/hawtio/user").body()).isEqualTo("\"admin\"");
        assertThat(admin.get("/hawtio/hawtconfig.json").body()).contains("\"appName\": \"Caravan\"");
        for (String path : new String[] {"/hawtio/no.js", "/hawtio/static/", "/hawtio/io/hawt/web/Plugin"}) {
            assertThat(admin.get(path).statusCode()).as(path).isEqualTo(404);
        }
    }

    @Test
    void looksAndTouchesNothing() throws Exception {
        Client admin = ConsoleServer.login(base, "admin");
        String submit = JSON.getNodeFactory()
                .textNode("org.apache.camel:context=caravan,type=routes,name=\"submit\"")
                .toString();
        String context = JSON.getNodeFactory().textNode(CONTEXT).toString();
        for (String request : new String[] {
            "{'type':'exec','mbean':" + submit + ",'operation':'stop()'}",
            "{'type':'exec','mbean':" + submit + ",'operation':'remove()'}",
            "{'type':'exec','mbean':" + submit + ",'operation':'dumpRouteAsXml(boolean)','arguments':[true]}",
            "{'type':'exec','mbean':" + context + ",'operation':'sendStringBody(java.lang.String,java.lang.String)',"
                    + "'arguments':['direct:publication','x']}",
            "{'type':'write','mbean':" + context + ",'attribute':'Tracing','value':true}",
            "{'type':'exec','mbean':'com.sun.management:type=HotSpotDiagnostic','operation':'dumpHeap',"
                    + "'arguments':['/tmp/heap.hprof',true]}",
            "{'type':'exec','mbean':'com.sun.management:type=DiagnosticCommand','operation':'vmSystemProperties'}",
            "{'type':'read','mbean':'java.lang:type=Runtime','attribute':'SystemProperties'}",
            "{'type':'read','mbean':'java.lang:type=Runtime','attribute':'InputArguments'}",
            "{'type':'read','mbean':'java.lang:type=Runtime'}"
        }) {
            JsonNode reply = asked(admin, request);
            assertThat(reply.path("status").asInt()).as("%s %s", request, reply).isNotEqualTo(200);
            assertThat(reply.has("value")).as(request).isFalse();
        }
        assertThat(asked(admin, attribute("java.lang:type=Runtime", "Uptime"))
                        .get("value")
                        .asLong())
                .isPositive();
        assertThat(caravan.bean(CamelContext.class).getRouteController().getRouteStatus("submit"))
                .isEqualTo(ServiceStatus.Started);
    }

    @Test
    void isForAdministratorsOfAllWorkspacesAlone() {
        Client nobody = ConsoleServer.login(base, "reader");
        nobody.post("/logout", Map.of());
        assertThat(nobody.get("/hawtio/", "Accept", "text/html").headers().firstValue("Location"))
                .hasValueSatisfying(to -> assertThat(to).endsWith("/login"));
        assertThat(nobody.get("/hawtio/jolokia/version").statusCode()).isEqualTo(401);
        assertThat(nobody.postRaw("/hawtio/jolokia/", "{}").statusCode()).isEqualTo(401);
        assertThat(nobody.get("/actuator/jolokia").statusCode()).isEqualTo(404);
        for (String name : new String[] {"reader", "reviewer-1", "operator", "outsider"}) {
            Client client = ConsoleServer.login(base, name);
            for (String path : new String[] {"/hawtio/", "/hawtio/jolokia/version", "/hawtio/user"}) {
                assertThat(client.get(path).statusCode())
                        .as("%s %s", name, path)
                        .isEqualTo(403);
            }
            assertThat(client.postRaw("/hawtio/jolokia/", "{}").statusCode())
                    .as(name)
                    .isEqualTo(403);
        }
    }

    @Test
    void nothingOfItIsThereWhereNobodyAskedForIt() {
        assertThat(withoutIt).isEqualTo("404 404 []");
    }

    @Test
    void metricsAreOpenUnlessTheyAreClosedAndThenForThoseWhoSeeAllWorkspaces() throws Exception {
        assertThat(openFigures).contains("caravan_conservation_problems ");
        String path = "/actuator/prometheus";
        assertThat(caravan.get(path).statusCode()).isEqualTo(401);
        assertThat(caravan.get(path).headers().firstValue("WWW-Authenticate"))
                .contains("Basic realm=\"Caravan\", charset=\"UTF-8\"");
        for (String strange :
                new String[] {"/actuator/%70rometheus", "/actuator/prometheus/", "/actuator/prometheus;x"}) {
            assertThat(caravan.get(strange).statusCode()).as(strange).isIn(400, 401);
        }
        assertThat(caravan.get("/actuator/health").statusCode()).isEqualTo(200);
        for (String name : new String[] {"reader", "operator", "admin"}) {
            HttpResponse<String> reply = caravan.get(path, "Authorization", basic(name));
            assertThat(reply.statusCode()).as(name).isEqualTo(200);
            assertThat(reply.body()).contains("caravan_conservation_problems ");
            assertThat(reply.headers().firstValue("Set-Cookie")).isEmpty();
        }
        assertThat(caravan.get(path, "Authorization", basic("outsider")).statusCode())
                .isEqualTo(403);
        assertThat(byKey("default", "read").statusCode()).isEqualTo(200);
        assertThat(byKey("default", "submit").statusCode()).isEqualTo(403);
        assertThat(byKey("support", "admin").statusCode()).isEqualTo(403);
    }

    private static String basic(String name) {
        String login = name + ":" + ConsoleServer.PASSWORD;
        return "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
    }

    private static HttpResponse<String> byKey(String workspace, String role) throws Exception {
        String key = caravan.bean(Keys.class)
                .make(new Keys.Wanted("scrapes", workspace, List.of(role), "1d", "admin"))
                .text();
        return caravan.get("/actuator/prometheus", "Authorization", "Bearer " + key);
    }
}
