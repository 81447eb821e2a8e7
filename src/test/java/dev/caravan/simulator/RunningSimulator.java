package dev.caravan.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.simulator.core.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;

/**
 * A simulator of its own on a free port, and plain HTTP for what no vendor's client shows. A surface's tests extend it
 * with the vendor's client.
 */
public class RunningSimulator implements AutoCloseable {
    private final ServletWebServerApplicationContext server;
    private final HttpClient http = HttpClient.newHttpClient();

    /** @param more configuration beside that of the simulator, such as a surface that only a test has */
    public RunningSimulator(Path data, Class<?>... more) {
        Class<?>[] sources = Stream.concat(Stream.of(SimulatorApplication.class), Stream.of(more))
                .toArray(Class<?>[]::new);
        SpringApplication application = new SpringApplication(sources);
        application.setAdditionalProfiles("simulator");
        server = (ServletWebServerApplicationContext)
                application.run("--server.port=0", "--caravan.simulator.data=" + data, "--spring.main.banner-mode=off");
    }

    public final String url(String path) {
        return "http://localhost:" + server.getWebServer().getPort() + path;
    }

    public final JsonNode bill() throws IOException, InterruptedException {
        return json(call("GET", "/simulator/bill", "").body());
    }

    public final void faults(String script) throws IOException, InterruptedException {
        expectOk(call("POST", "/simulator/faults", script));
    }

    public final void settings(String settings) throws IOException, InterruptedException {
        expectOk(call("POST", "/simulator/settings", settings));
    }

    /** @param headers beside Content-Type: name, value, name, value */
    public final HttpResponse<String> send(String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url(path)))
                .version(HttpClient.Version.HTTP_1_1)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    /** As {@link #send}, with a Bearer key. */
    public final HttpResponse<String> call(String method, String path, String body)
            throws IOException, InterruptedException {
        return send(method, path, body, "Authorization", "Bearer test-key");
    }

    private static void expectOk(HttpResponse<String> answer) {
        if (answer.statusCode() != 200) {
            throw new IllegalArgumentException(answer.body());
        }
    }

    public static JsonNode json(String text) {
        try {
            return Json.MAPPER.readTree(text);
        } catch (IOException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
