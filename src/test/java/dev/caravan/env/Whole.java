package dev.caravan.env;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.CaravanApplication;
import dev.caravan.blackbox.KillJvm;
import dev.caravan.ledger.DropCounts;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.RecordState;
import dev.caravan.provider.TrialTask;
import dev.caravan.simulator.SimulatorApplication;
import dev.caravan.testkit.LiveFiles;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** All of Caravan with real routes, ledger and spool, to be stopped and started again over its data, beside a simulator. */
final class Whole implements AutoCloseable {
    static final String TASK = "chat";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(150);

    private final Path folder;
    private final ServletWebServerApplicationContext simulator;
    private final HttpClient http = HttpClient.newHttpClient();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Map<Class<?>, UnaryOperator<Object>> replaced = new HashMap<>();
    private @Nullable ConfigurableApplicationContext caravan;

    Whole(Path folder) throws IOException {
        this.folder = folder;
        simulator = SimulatorApplication.run(
                "--server.port=0",
                "--caravan.simulator.data=" + folder.resolve("simulator"),
                "--spring.main.banner-mode=off");
        Path config = Files.createDirectories(folder.resolve("config"));
        Files.writeString(
                config.resolve("providers.yaml"),
                Files.readString(Path.of("config/providers.yaml"))
                        .replaceAll("poll: \\{first: 500ms, longest: 5s}", "poll: {first: 50ms, longest: 400ms}")
                        .replaceAll("grace: 5s", "grace: 1s"));
        Files.writeString(config.resolve("models.yaml"), """
                credentials:
                  trial: {provider: simulator, secret: "${TRIAL_KEY:simulated}"}
                batch-models:
                  chat: {credential: trial, model: gpt-5-mini}
                """);
        TrialTask.write(config.resolve("tasks").resolve(TASK), TASK);
        TrialTask.routes(folder.resolve("routes"), List.of(TASK));
        log.start();
        logger().addAppender(log);
    }

    private static Logger logger() {
        Logger logger = (Logger) LoggerFactory.getLogger("dev.caravan");
        logger.setLevel(Level.INFO);
        return logger;
    }

    /** Puts something else in the place of a bean, at every start from now on. */
    <T> Whole with(Class<T> type, UnaryOperator<T> other) {
        replaced.put(type, bean -> other.apply(type.cast(bean)));
        return this;
    }

    /** What a process of its own needs to be this Caravan. */
    List<String> options() {
        List<String> options = new ArrayList<>(List.of(
                "--server.port=0",
                "--spring.profiles.active=plain",
                "--spring.config.location=optional:file:" + folder + "/none/",
                "--caravan.config=" + folder.resolve("config"),
                "--caravan.routes=" + folder.resolve("routes"),
                "--caravan.data=" + data(),
                "--caravan.simulator.url=" + url("/simulator")));
        for (String stage : List.of("receive", "read", "assemble", "submit", "poll", "collect", "publish")) {
            options.add("--caravan." + stage + ".every-ms=100");
        }
        options.add("--caravan.collect.again-ms=200");
        return options;
    }

    /** Caravan as a process of its own. */
    static List<String> program(List<String> options) throws Exception {
        List<String> command = new ArrayList<>(new KillJvm().command());
        command.add(CaravanApplication.class.getName());
        command.addAll(options);
        return command;
    }

    Whole start(String... more) {
        List<String> options = options();
        options.addAll(List.of(more));
        SpringApplication application = new SpringApplication(CaravanApplication.class);
        application.addInitializers(context -> context.getBeanFactory().addBeanPostProcessor(new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                for (var one : replaced.entrySet()) {
                    if (one.getKey().isInstance(bean)) {
                        return one.getValue().apply(bean);
                    }
                }
                return bean;
            }
        }));
        caravan = application.run(options.toArray(String[]::new));
        return this;
    }

    /** As SIGTERM does; returns how long it took. */
    Duration stop() {
        long start = System.nanoTime();
        if (caravan != null) {
            caravan.close();
            caravan = null;
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }

    Path data() {
        return folder.resolve("data");
    }

    Ledger ledger() {
        return bean(Ledger.class);
    }

    <T> T bean(Class<T> type) {
        assertThat(caravan).as("running").isNotNull();
        return caravan.getBean(type);
    }

    /** Asks Caravan itself. */
    HttpResponse<String> get(String path, String... headers) throws Exception {
        return send(HttpRequest.newBuilder(), path, headers);
    }

    HttpResponse<String> post(String path, String body, String... headers) throws Exception {
        return send(HttpRequest.newBuilder().POST(BodyPublishers.ofString(body)), path, headers);
    }

    private HttpResponse<String> send(HttpRequest.Builder request, String path, String... headers) throws Exception {
        assertThat(caravan).as("running").isInstanceOf(ServletWebServerApplicationContext.class);
        int port = ((ServletWebServerApplicationContext) caravan).getWebServer().getPort();
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(
                request.uri(URI.create("http://127.0.0.1:" + port + path)).build(), BodyHandlers.ofString());
    }

    ConfigurableApplicationContext context() {
        assertThat(caravan).as("running").isNotNull();
        return caravan;
    }

    /** What Prometheus gets. */
    String scrape() throws Exception {
        int port =
                ((ServletWebServerApplicationContext) context()).getWebServer().getPort();
        HttpResponse<String> reply = http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/prometheus"))
                        .build(),
                BodyHandlers.ofString());
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
        return reply.body();
    }

    /** Drops records {@code name-1} and on. */
    void drop(String name, int rows) throws IOException {
        drop(name + ".jsonl", rows(name, rows));
    }

    static String rows(String name, int rows) {
        return IntStream.rangeClosed(1, rows)
                .mapToObj(i -> "{\"note_id\":\"" + name + "-" + i + "\",\"text\":\"It is day " + i + "\"}\n")
                .collect(Collectors.joining());
    }

    void drop(String file, String content) throws IOException {
        Path inbox = Files.createDirectories(data().resolve("inbox").resolve(TASK));
        Path part = Files.writeString(inbox.resolve(file + ".part"), content);
        Files.move(part, inbox.resolve(file));
    }

    /** Waits until so many records are published. */
    void published(long records) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .alias(records + " records are published")
                .ignoreExceptions()
                .until(() -> total().in(RecordState.PUBLISHED) == records);
    }

    DropCounts total() {
        return ledger().counts().total();
    }

    /** Everything was paid once, at the first attempt, each record is in one line of the outbox, and the books are right. */
    void allIsWell(int records) throws Exception {
        JsonNode bill = bill();
        assertThat(bill.path("double")).isEmpty();
        assertThat(bill.path("records").asInt()).isEqualTo(records);
        assertThat(lines()).hasSize(records);
        assertThat(lines().values())
                .allSatisfy(line -> assertThat(line.path("attempt").asInt()).isEqualTo(1));
        assertThat(ledger().counts().recount()).isEmpty();
        assertThat(total().conserved()).isTrue();
        assertThat(LiveFiles.below(data()).stream()
                        .filter(file -> file.toString().endsWith(".tmp")))
                .as("half-written files")
                .isEmpty();
    }

    /** Published lines by source record ID; fails if one is there twice. */
    Map<String, JsonNode> lines() throws IOException {
        Map<String, JsonNode> lines = new TreeMap<>();
        Path outbox = data().resolve("outbox").resolve(TASK);
        try (Stream<Path> files = Files.list(outbox)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".jsonl")).toList()) {
                for (String text : Files.readAllLines(file)) {
                    JsonNode line = JSON.readTree(text);
                    assertThat(lines.put(line.path("source_id").asText(), line))
                            .as("published twice")
                            .isNull();
                }
            }
        }
        return lines;
    }

    /** What the log said since the start, at least as warnings. */
    List<String> warnings() {
        List<ILoggingEvent> events = new ArrayList<>(log.list);
        return events.stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    String url(String path) {
        return "http://127.0.0.1:" + simulator.getWebServer().getPort() + path;
    }

    JsonNode bill() throws Exception {
        return JSON.readTree(call("GET", "/simulator/bill", "").body());
    }

    JsonNode faultsLeft() throws Exception {
        return JSON.readTree(call("GET", "/simulator/faults", "").body());
    }

    void faults(String script) throws Exception {
        HttpResponse<String> reply = call("POST", "/simulator/faults", script);
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
    }

    void noFaults() throws Exception {
        call("DELETE", "/simulator/faults", "");
    }

    private HttpResponse<String> call(String method, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url(path)))
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body))
                .build();
        return http.send(request, BodyHandlers.ofString());
    }

    @Override
    public void close() {
        stop();
        simulator.close();
        logger().detachAppender(log);
    }
}
