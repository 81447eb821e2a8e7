package dev.caravan.realtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.CaravanApplication;
import dev.caravan.SampleAccess;
import dev.caravan.access.Keys;
import dev.caravan.ledger.Ledger;
import dev.caravan.testkit.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * All of Caravan as it is shipped, with its simulator in the same process, on a free port. Answers must come in six seconds, if
 * the options say nothing else.
 */
public final class RealTimeRig implements AutoCloseable {
    private static final List<String> KEPT = List.of("providers.yaml", "models.yaml");

    private final int port;
    private final ConfigurableApplicationContext caravan;
    private final HttpClient http = HttpClient.newHttpClient();

    /** What a test changes in the folder of the configuration. */
    public interface Change {
        void on(Path config) throws IOException;
    }

    RealTimeRig(Path folder, List<String> tasks, Change change) throws IOException {
        this(folder, tasks, change, List.of());
    }

    /** @param options more of them, as on the command line */
    public RealTimeRig(Path folder, List<String> tasks, Change change, List<String> options) throws IOException {
        port = Ports.free();
        Path config = Files.createDirectories(folder.resolve("config"));
        for (String file : KEPT) {
            Files.copy(Path.of("config", file), config.resolve(file));
        }
        for (String task : tasks) {
            copy(Path.of("config/tasks", task), config.resolve("tasks").resolve(task));
        }
        change.on(config);
        List<String> all = new ArrayList<>(List.of(
                "--server.port=" + port,
                "--spring.profiles.active=simulator",
                "--spring.main.banner-mode=off",
                "--spring.config.location=optional:file:" + folder + "/none/",
                "--caravan.simulator.url=http://127.0.0.1:" + port + "/simulator",
                "--caravan.config=" + config,
                "--caravan.data=" + folder.resolve("data")));
        if (options.stream().noneMatch(option -> option.startsWith("--caravan.realtime.timeout="))) {
            all.add("--caravan.realtime.timeout=6s");
        }
        all.addAll(options);
        caravan = new SpringApplication(CaravanApplication.class).run(all.toArray(String[]::new));
    }

    public static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    public Ledger ledger() {
        return caravan.getBean(Ledger.class);
    }

    /** A new key of a workspace. */
    public String key(String workspace, String... roles) {
        return new Keys(ledger().apiKeys(), Clock.systemUTC())
                .make(new Keys.Wanted("shop", workspace, List.of(roles), "1d", "operator"))
                .text();
    }

    HttpResponse<String> post(String path, String body, String... headers) {
        return send("POST", path, body, headers);
    }

    public HttpResponse<String> send(String verb, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(verb, BodyPublishers.ofString(body))
                .setHeader("Content-Type", "application/json");
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public void faults(String script) {
        HttpResponse<String> reply = post("/simulator/faults", script);
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
    }

    /** What a command of a shell prints. */
    String shell(String command, String key, Path folder) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder("bash", "-c", command.replace("localhost:8080", "localhost:" + port));
        builder.environment().put("CARAVAN_KEY", key);
        Process process = builder.directory(folder.toAbsolutePath().toFile()).start();
        String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
        process.waitFor();
        return printed;
    }

    /** The command {@code sample} beside the running Caravan. */
    SampleAccess.Printed command(Path folder, String... words) {
        return SampleAccess.run(
                List.of(
                        "--caravan.data=" + folder.resolve("data"),
                        "--caravan.config=" + folder.resolve("config"),
                        "--spring.config.location=optional:file:" + folder + "/none/"),
                words);
    }

    @Override
    public void close() {
        caravan.close();
    }
}
