package dev.caravan.intake.zone;

import dev.caravan.CaravanApplication;
import dev.caravan.ledger.DropState;
import dev.caravan.ledger.Drops;
import dev.caravan.ledger.EmptyLedger;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.RecordState;
import dev.caravan.provider.TrialTask;
import dev.caravan.simulator.SimulatorApplication;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** All of Caravan with drop zones in a bucket, and a simulator that it reaches over HTTP. */
final class ZoneRig implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String MODELS = """
            credentials:
              trial: {provider: simulator, secret: "${TRIAL_KEY:simulated}"}
            batch-models:
              chat: {credential: trial, model: gpt-5-mini, thinking: low}
            """;

    private final Path folder;
    private final ServletWebServerApplicationContext simulator;
    private final ConfigurableApplicationContext caravan;
    private final Ledger ledger;

    /**
     * @param buckets content of buckets.yaml
     * @param zones route files of the drop zones, by name
     * @param options more of the command line
     */
    ZoneRig(Path folder, String buckets, Map<String, String> zones, List<String> options) throws IOException {
        this.folder = folder;
        simulator = SimulatorApplication.run(
                "--server.port=0",
                "--caravan.simulator.data=" + folder.resolve("simulator"),
                "--spring.main.banner-mode=off");
        Path config = Files.createDirectories(folder.resolve("config"));
        Files.writeString(
                config.resolve("providers.yaml"),
                Files.readString(Path.of("config/providers.yaml"))
                        .replaceAll("poll: \\{first: 500ms, longest: 5s}", "poll: {first: 50ms, longest: 400ms}"));
        Files.writeString(config.resolve("models.yaml"), MODELS);
        Files.writeString(config.resolve("buckets.yaml"), buckets);
        TrialTask.write(config.resolve("tasks/chat"), "chat");
        Path routes = TrialTask.routes(folder.resolve("routes"), List.of("chat"));
        for (var zone : zones.entrySet()) {
            Files.writeString(routes.resolve("dropzones/" + zone.getKey() + ".camel.yaml"), zone.getValue());
        }
        List<String> arguments = new ArrayList<>(options);
        arguments.addAll(List.of(
                "--server.port=0",
                "--spring.profiles.active=plain",
                "--spring.config.location=optional:file:" + folder + "/none/",
                "--caravan.config=" + config,
                "--caravan.routes=" + routes,
                "--caravan.data=" + folder.resolve("data"),
                "--caravan.simulator.url=http://127.0.0.1:"
                        + simulator.getWebServer().getPort() + "/simulator"));
        for (String stage : List.of("receive", "read", "assemble", "submit", "poll", "collect", "publish")) {
            arguments.add("--caravan." + stage + ".every-ms=100");
        }
        EmptyLedger.at(folder.resolve("data/ledger/caravan.db"));
        caravan = new SpringApplication(CaravanApplication.class).run(arguments.toArray(String[]::new));
        ledger = caravan.getBean(Ledger.class);
    }

    /** A route like those in examples/routes/dropzones. */
    static String zone(String kind, String name, String parameters) {
        return """
                - route:
                    id: dropzone-%2$s
                    description: A drop zone of the trial.
                    routeConfigurationId: stage-errors
                    from:
                      uri: kamelet:%1$s-drop-source
                      parameters: {where: zones, everyMillis: 100, %3$s}
                      steps:
                        - to: {uri: direct:receive}
                """.formatted(kind, name, parameters);
    }

    /** Lines of notes that the task takes, one for each id. */
    static byte[] notes(String text, String... ids) {
        StringBuilder lines = new StringBuilder();
        for (String id : ids) {
            lines.append("{\"note_id\":\"")
                    .append(id)
                    .append("\",\"text\":\"")
                    .append(text)
                    .append("\"}\n");
        }
        return lines.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    BucketZones zones() {
        return caravan.getBean(BucketZones.class);
    }

    /** Drops of a source in the order in which they came. */
    List<Drops.Drop> drops(String uri) {
        return ledger.counts().drops(0, 1000).stream()
                .filter(drop -> drop.uri().equals(uri))
                .toList();
    }

    /** Waits for the n-th drop of a source to end, and returns it. */
    Drops.Drop ended(String uri, int n) {
        await("drop " + n + " of " + uri + " ends")
                .until(() -> drops(uri).stream()
                                .filter(drop -> drop.state() == DropState.SEALED || drop.state() == DropState.FAILED)
                                .count()
                        >= n);
        return drops(uri).get(n - 1);
    }

    /** Waits until none of the records of a drop moves any more. */
    Drops.Drop settled(String uri, int n) {
        long id = ended(uri, n).id();
        await("the records of " + uri + " come to rest").until(() -> {
            var counts = ledger.drops().find(id).orElseThrow().counts();
            return counts.in(RecordState.QUEUED) + counts.in(RecordState.SUBMITTED) + counts.in(RecordState.COMPLETED)
                    == 0;
        });
        return ledger.drops().find(id).orElseThrow();
    }

    /** State, revision and attempt of a drop's records by source record ID. */
    Map<String, String> rows(long drop) throws SQLException {
        Map<String, String> rows = new TreeMap<>();
        try (var c = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("data/ledger/caravan.db"));
                var found = c.createStatement()
                        .executeQuery("SELECT source_id, state, rev, attempt FROM record WHERE drop_id = " + drop)) {
            while (found.next()) {
                int code = found.getInt(2);
                RecordState state = Stream.of(RecordState.values())
                        .filter(s -> s.code() == code)
                        .findFirst()
                        .orElseThrow();
                rows.put(found.getString(1), state + " " + found.getInt(3) + " " + found.getInt(4));
            }
        }
        return rows;
    }

    /** What lies in a folder below the data folder, and what it holds. */
    Map<String, String> files(String below) throws IOException {
        Map<String, String> files = new TreeMap<>();
        Path start = folder.resolve("data").resolve(below);
        if (Files.isDirectory(start)) {
            try (var walk = Files.walk(start)) {
                for (Path file : walk.filter(Files::isRegularFile).toList()) {
                    files.put(start.relativize(file).toString(), Files.readString(file));
                }
            }
        }
        return files;
    }

    org.awaitility.core.ConditionFactory await(String what) {
        return Awaitility.await(what).atMost(PATIENCE).pollInterval(Duration.ofMillis(50));
    }

    /** The ledger agrees with itself. */
    List<String> audit() {
        return ledger.counts().recount();
    }

    @Override
    public void close() {
        caravan.close();
        simulator.close();
    }
}
