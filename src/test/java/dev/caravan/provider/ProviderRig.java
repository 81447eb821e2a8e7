package dev.caravan.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.CaravanApplication;
import dev.caravan.ledger.DropCounts;
import dev.caravan.ledger.Drops;
import dev.caravan.ledger.EmptyLedger;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.RecordState;
import dev.caravan.simulator.SimulatorApplication;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.awaitility.Awaitility;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** All of Caravan, with real routes, ledger and spool, and a simulator that it reaches over HTTP. Shared by the tests of a class. */
final class ProviderRig implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> EVERY_100_MS = Stream.concat(
                    everyMs(100).stream(), Stream.of("--caravan.sweep.every-ms=2000", "--caravan.collect.again-ms=200"))
            .toList();
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Path folder;
    private final ServletWebServerApplicationContext simulator;
    private final ConfigurableApplicationContext caravan;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Ledger ledger;
    private int drops;
    private long newest;

    ProviderRig(Path folder, String simulated, String models, String moreProviders, List<String> tasks)
            throws Exception {
        this(folder, List.of(), simulated, models, moreProviders, tasks);
    }

    /**
     * @param options more options of the simulator's process
     * @param simulated settings of the simulator, JSON
     * @param models content of models.yaml
     * @param moreProviders appended to the shipped providers.yaml
     * @param tasks names of batch models; each has a task of the same name that is answered by it
     */
    ProviderRig(
            Path folder,
            List<String> options,
            String simulated,
            String models,
            String moreProviders,
            List<String> tasks)
            throws Exception {
        this(folder, options, simulated, models, quick(moreProviders), tasks, app -> {}, EVERY_100_MS);
    }

    /** The same with a clock that a test may put forward. */
    ProviderRig(
            Path folder, List<String> options, String simulated, String models, List<String> tasks, MovedClock clock)
            throws Exception {
        this(folder, options, simulated, models, quick(""), tasks, clock::wind, EVERY_100_MS);
    }

    /** The shipped providers.yaml with waits that a test can wait for. */
    private static String quick(String moreProviders) throws IOException {
        return Files.readString(Path.of("config/providers.yaml"))
                        .replaceAll("poll: \\{first: 500ms, longest: 5s}", "poll: {first: 50ms, longest: 400ms}")
                        .replaceAll("grace: 5s", "grace: 1s")
                + "\n" + moreProviders;
    }

    /**
     * @param providers content of providers.yaml
     * @param prepare does something to Caravan before it starts
     * @param pace options of Caravan that say how often its stages wake up
     */
    ProviderRig(
            Path folder,
            List<String> options,
            String simulated,
            String models,
            String providers,
            List<String> tasks,
            Consumer<SpringApplication> prepare,
            List<String> pace)
            throws Exception {
        this.folder = folder;
        List<String> all = new ArrayList<>(options);
        all.addAll(List.of(
                "--server.port=0",
                "--caravan.simulator.data=" + folder.resolve("simulator"),
                "--spring.main.banner-mode=off"));
        simulator = SimulatorApplication.run(all.toArray(String[]::new));
        settings(simulated);
        Path config = Files.createDirectories(folder.resolve("config"));
        Files.writeString(config.resolve("providers.yaml"), providers);
        Files.writeString(config.resolve("models.yaml"), models);
        for (String task : tasks) {
            TrialTask.write(config.resolve("tasks").resolve(task), task);
        }
        Path routes = TrialTask.routes(folder.resolve("routes"), tasks);
        EmptyLedger.at(folder.resolve("data/ledger/caravan.db"));
        caravan = start(config, routes, prepare, pace);
        ledger = caravan.getBean(Ledger.class);
    }

    /** With one task, of the batch model "openai". @param pace options of Caravan, which may let it serve HTTP */
    static ProviderRig serving(Path folder, List<String> options, String simulated, String models, List<String> pace)
            throws Exception {
        return new ProviderRig(folder, options, simulated, models, quick(""), List.of("openai"), app -> {}, pace);
    }

    private ConfigurableApplicationContext start(
            Path config, Path routes, Consumer<SpringApplication> prepare, List<String> pace) {
        List<String> arguments = new ArrayList<>(List.of(
                "--spring.profiles.active=plain",
                "--spring.config.location=optional:file:" + folder + "/none/",
                "--caravan.config=" + config,
                "--caravan.routes=" + routes,
                "--caravan.data=" + folder.resolve("data"),
                "--caravan.simulator.url=" + url("/simulator")));
        if (pace.stream().noneMatch(option -> option.startsWith("--server.port="))) {
            // Nobody calls it.
            arguments.add("--spring.main.web-application-type=none");
        }
        arguments.addAll(pace);
        var application = new SpringApplication(CaravanApplication.class);
        prepare.accept(application);
        return application.run(arguments.toArray(String[]::new));
    }

    /** Options that wake every stage up so often. */
    static List<String> everyMs(int millis) {
        return Stream.of("receive", "read", "assemble", "submit", "poll", "collect", "publish", "twins")
                .map(stage -> "--caravan." + stage + ".every-ms=" + millis)
                .toList();
    }

    /** Files, and where a provider lets them be deleted batches, that the simulator still has. */
    List<String> leftAtSimulator(boolean batches) throws IOException {
        return LeftFiles.in(folder.resolve("simulator"), batches);
    }

    CamelContext camel() {
        return caravan.getBean(CamelContext.class);
    }

    /** Of one that serves HTTP. */
    ServletWebServerApplicationContext context() {
        return (ServletWebServerApplicationContext) caravan;
    }

    <T> T bean(Class<T> type) {
        return caravan.getBean(type);
    }

    Ledger ledger() {
        return ledger;
    }

    String url(String path) {
        return "http://127.0.0.1:" + simulator.getWebServer().getPort() + path;
    }

    /** Drops these records and waits until none of them moves any more. */
    DropCounts run(String task, List<Note> notes) throws Exception {
        return settled(drop(task, notes));
    }

    /** Drops these records as one file; returns its drop once it is sealed. */
    long drop(String task, List<Note> notes) throws Exception {
        return sealed(put(task, notes));
    }

    /** Drops these records as one file; returns its name at once. */
    String put(String task, List<Note> notes) throws Exception {
        String name = "notes-" + ++drops + ".jsonl";
        Path inbox = folder.resolve("data/inbox").resolve(task);
        StringBuilder lines = new StringBuilder();
        for (Note note : notes) {
            lines.append(JSON.writeValueAsString(note)).append('\n');
        }
        Path part = Files.writeString(inbox.resolve(name + ".part"), lines);
        Files.move(part, inbox.resolve(name));
        return name;
    }

    /** The drop of the file of this name, once it is sealed. */
    long sealed(String name) {
        return Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> find(name), id -> id > 0);
    }

    private long find(String name) {
        for (Drops.Drop drop : ledger.counts().drops(Math.max(0, newest - 100), 1000)) {
            if (drop.uri().endsWith(name)
                    && drop.counts().read() > 0
                    && drop.state().name().equals("SEALED")) {
                newest = Math.max(newest, drop.id());
                return drop.id();
            }
        }
        return 0;
    }

    DropCounts settled(long drop) {
        return settled(drop, PATIENCE, "drop " + drop);
    }

    /** @param what for the message if it does not */
    DropCounts settled(long drop, Duration patience, String what) {
        return Awaitility.await()
                .atMost(patience)
                .pollInterval(Duration.ofMillis(50))
                .alias(what + " comes to rest")
                .until(() -> ledger.drops().find(drop).orElseThrow().counts(), ProviderRig::atRest);
    }

    /** Records that go again after a back-off are not at rest. */
    private static boolean atRest(DropCounts counts) {
        return counts.in(RecordState.QUEUED) == 0
                && counts.in(RecordState.SUBMITTED) == 0
                && counts.in(RecordState.COMPLETED) == 0;
    }

    /** Waits until so many records of the drop are in this state. */
    void until(long drop, RecordState state, long count) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .alias(count + " records of drop " + drop + " are " + state)
                .until(() -> ledger.drops().find(drop).orElseThrow().counts().in(state) == count);
    }

    /** Published lines of this drop by source record ID; fails if one is there twice. */
    TreeMap<String, JsonNode> published(String task, long drop) throws IOException {
        var lines = new TreeMap<String, JsonNode>();
        Path outbox = folder.resolve("data/outbox").resolve(task);
        if (!Files.isDirectory(outbox)) {
            return lines;
        }
        List<Path> files;
        try (Stream<Path> list = Files.list(outbox)) {
            files = list.filter(file -> file.toString().endsWith(".jsonl")).toList();
        }
        for (Path file : files) {
            for (String text : Files.readAllLines(file)) {
                if (!text.contains("\"id\":" + drop)) {
                    // of another drop, of which there may be hundreds
                    continue;
                }
                JsonNode line = JSON.readTree(text);
                if (line.path("drop").path("id").asLong() == drop) {
                    assertThat(lines.put(line.path("source_id").asText(), line))
                            .as("published twice")
                            .isNull();
                }
            }
        }
        return lines;
    }

    /** State, code and attempt of a drop's records by source record ID, as the ledger has them: {@code PUBLISHED ok 1}. */
    TreeMap<String, String> rows(long drop) throws SQLException {
        TreeMap<String, String> rows = query("SELECT source_id, state || ' ' || coalesce(code, '-') || ' ' || attempt"
                + " FROM record WHERE drop_id = " + drop);
        rows.replaceAll((id, row) -> {
            int end = row.indexOf(' ');
            return state(Integer.parseInt(row.substring(0, end))) + row.substring(end);
        });
        return rows;
    }

    /** Codes of the earlier attempts of a drop's records by source record ID: {@code 1 missing}. */
    TreeMap<String, String> past(long drop) throws SQLException {
        return query("SELECT source_id, p.attempt || ' ' || p.code FROM attempt_past p"
                + " JOIN record r ON r.id = p.record_id WHERE drop_id = " + drop);
    }

    private TreeMap<String, String> query(String sql) throws SQLException {
        var rows = new TreeMap<String, String>();
        try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("data/ledger/caravan.db"));
                ResultSet found = c.createStatement().executeQuery(sql)) {
            while (found.next()) {
                rows.put(found.getString(1), found.getString(2));
            }
        }
        return rows;
    }

    private static RecordState state(int code) {
        return Stream.of(RecordState.values())
                .filter(state -> state.code() == code)
                .findFirst()
                .orElseThrow();
    }

    /** The ledger agrees with itself. */
    void audit() {
        assertThat(ledger.counts().recount()).isEmpty();
        assertThat(ledger.counts().total().conserved()).isTrue();
    }

    /** How many records were charged, and which twice, without the list of all. */
    JsonNode billed() throws Exception {
        return JSON.readTree(call("GET", "/simulator/bill?summary=true", "").body());
    }

    JsonNode bill() throws Exception {
        return JSON.readTree(call("GET", "/simulator/bill", "").body());
    }

    void faults(String script) throws Exception {
        HttpResponse<String> reply = call("POST", "/simulator/faults", script);
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
    }

    /** How often the script's only fault of a call has happened, of a thousand times. */
    int usedUp(String call) throws Exception {
        JsonNode rule =
                JSON.readTree(call("GET", "/simulator/faults", "").body()).get(0);
        assertThat(rule.path("on").asText()).isEqualTo(call);
        return 1000 - rule.path("remaining").asInt();
    }

    /** Every fault there is. */
    JsonNode faultTable() throws Exception {
        return JSON.readTree(call("GET", "/simulator/faults/table", "").body());
    }

    /** The rules that nothing has met yet. */
    JsonNode faultsLeft() throws Exception {
        return JSON.readTree(call("GET", "/simulator/faults", "").body());
    }

    void noFaults() throws Exception {
        call("DELETE", "/simulator/faults", "");
    }

    void settings(String settings) throws Exception {
        HttpResponse<String> reply = call("POST", "/simulator/settings", settings);
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
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
        caravan.close();
        simulator.close();
    }

    /** One input record. */
    record Note(String note_id, String text) {}
}
