package dev.caravan.api;

import static dev.caravan.console.ConsoleServer.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.console.ConsoleServer;
import dev.caravan.console.Workshop;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** The contract and the application, over a real web server. */
class ContractTest {
    @TempDir
    static Path folder;

    private static Workshop workshop;
    private static ConsoleServer server;
    private static Contract contract;

    @BeforeAll
    static void start() throws IOException {
        workshop = Workshop.open(folder, "sample: 0%");
        server = workshop.server();
        contract = Contract.read();
    }

    @AfterAll
    static void stop() {
        workshop.close();
    }

    private static String basic(String name) {
        return "Basic " + Base64.getEncoder().encodeToString((name + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
    }

    private static HttpResponse<String> get(String path, String name) {
        return send("GET", path, "", "Authorization", basic(name));
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

    @Test
    void whatIsServedIsInTheContractAndWhatIsInTheContractIsServed() {
        Set<String> served = new TreeSet<>();
        workshop.bean(RequestMappingHandlerMapping.class).getHandlerMethods().forEach((info, method) -> {
            String where = method.getBeanType().getPackageName();
            if (where.startsWith("dev.caravan") && !where.startsWith("dev.caravan.console")) {
                info.getPatternValues().stream()
                        .forEach(path ->
                                info.getMethodsCondition().getMethods().forEach(verb -> served.add(verb + " " + path)));
            }
        });
        assertThat(served).isEqualTo(contract.operations().keySet());
    }

    @Test
    void whoeverComesInReadsTheContractInEitherForm() throws IOException {
        HttpResponse<String> yaml = get("/openapi.yaml", "reader");
        assertThat(yaml.statusCode()).isEqualTo(200);
        assertThat(yaml.headers().firstValue("Content-Type")).contains("application/yaml");
        assertThat(yaml.body()).startsWith("openapi: 3.1.0\n");
        HttpResponse<String> json = get("/openapi.json", "outsider");
        contract.check("GET /openapi.json", json.statusCode(), "application/json", json.body());
        assertThat(json.body()).startsWith("{\"openapi\":\"3.1.0\"");
        assertThat(server.client().get("/openapi.json").statusCode()).isEqualTo(401);
    }
}
