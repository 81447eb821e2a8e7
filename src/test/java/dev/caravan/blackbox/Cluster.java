package dev.caravan.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.ledger.EmptyPostgres;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.PostgresLedger;
import dev.caravan.ledger.PostgresSettings;
import dev.caravan.provider.TrialTask;
import dev.caravan.simulator.SimulatorApplication;
import dev.caravan.testkit.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.util.FileSystemUtils;

/** Some nodes as processes of their own, with all that they share: configuration, ledger, spool, inbox and outbox. */
final class Cluster implements AutoCloseable {
    static final int NODES = 3;

    private static final String TASK = "notes";
    private static final String MODEL = "fast";
    private static final String BUCKET = "acme-cluster";
    private static final Pattern COLLECTED = Pattern.compile("Batch \\d+ collected: (\\d+) sent");
    private static final Pattern RANGE = Pattern.compile("range \\d+: read, \\d+ rows");
    private static final Duration LONGEST = Duration.ofMinutes(20);
    private static final List<String> STAGES =
            List.of("receive", "read", "assemble", "submit", "poll", "collect", "publish");

    private final Path folder;
    private final KillJvm java;
    private final PostgresSettings ledger;
    private final S3Server spool;
    private final ServletWebServerApplicationContext simulating;
    private final SimulatorClient simulator;
    private final List<List<JarProcess>> starts = new ArrayList<>();
    /** Java, its options and what it runs, by node. */
    private final List<List<String>> programs = new ArrayList<>();

    /** @param requests most of one batch */
    Cluster(Path folder, int requests) throws Exception {
        this.folder = folder;
        this.java = new KillJvm();
        this.ledger = EmptyPostgres.createBare("ENCODING 'UTF8'");
        this.spool = S3Server.in(Files.createDirectories(folder.resolve("objects")), BUCKET);
        FileSystemUtils.copyRecursively(Path.of("config"), folder.resolve("config"));
        FileSystemUtils.deleteRecursively(folder.resolve("config/tasks"));
        TrialTask.write(folder.resolve("config/tasks").resolve(TASK), MODEL);
        TrialTask.routes(folder.resolve("routes"), List.of(MODEL));
        Path providers = folder.resolve("config/providers.yaml");
        Files.writeString(
                providers,
                Files.readString(providers)
                        .replace("poll: {first: 500ms, longest: 5s}", "poll: {first: 100ms, longest: 500ms}")
                        .replace(
                                "limits: {requests: 50000, size: 190MB",
                                "limits: {requests: " + requests + ", size: 190MB"));
        Files.writeString(
                folder.resolve("config/buckets.yaml"), """
                buckets:
                  spool: {kind: s3, bucket: %s, region: %s, path-style: true, endpoint: "%s",
                    access-key: "${CLUSTER_ID}", secret-key: "${CLUSTER_KEY}"}
                """.formatted(BUCKET, S3Server.REGION, spool.endpoint()));
        simulating = SimulatorApplication.run(
                "--server.port=0",
                "--caravan.simulator.data=" + folder.resolve("simulator"),
                "--spring.main.banner-mode=off");
        simulator = new SimulatorClient(simulating.getWebServer().getPort());
        for (int node = 0; node < NODES; node++) {
            starts.add(new ArrayList<>());
            programs.add(Stream.concat(java.command().stream(), Stream.of("dev.caravan.CaravanApplication"))
                    .toList());
        }
    }

    /** From its next start on, the node runs this version with one migration more. */
    void upgrade(int node, String migration, String sql) throws IOException {
        programs.set(
                node,
                Stream.concat(java.next(folder, migration, sql).stream(), Stream.of("dev.caravan.CaravanApplication"))
                        .toList());
    }

    /** From its next start on, the node runs this packaged jar. */
    void runs(int node, Path jar) {
        String program = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        programs.set(
                node,
                List.of(
                        program,
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx256m",
                        "-jar",
                        jar.toAbsolutePath().toString()));
    }

    /** Puts files of so many records each into the inbox that all nodes watch. */
    void drop(int files, int records) throws IOException {
        drop(1, files, records);
    }

    /** @param first number of the first file: no key is in two files of different numbers */
    void drop(int first, int files, int records) throws IOException {
        Path inbox = Files.createDirectories(folder.resolve("inbox").resolve(TASK));
        for (int file = first; file < first + files; file++) {
            Path part = inbox.resolve("notes-" + file + ".jsonl.part");
            try (var out = Files.newBufferedWriter(part)) {
                for (int i = 1; i <= records; i++) {
                    out.write("{\"note_id\":\"n%d-%d\",\"text\":\"It is day %d and all is well\"}\n"
                            .formatted(file, i, i));
                }
            }
            Files.move(part, inbox.resolve("notes-" + file + ".jsonl"));
        }
    }

    void startAll() throws IOException {
        for (int node = 0; node < NODES; node++) {
            start(node);
        }
    }

    void start(int node) throws IOException {
        List<String> command = new ArrayList<>(programs.get(node));
        command.addAll(List.of(
                "--server.port=0",
                "--spring.profiles.active=plain",
                "--caravan.simulator.url=" + simulator.base(),
                "--caravan.ledger.url=" + ledger.url(),
                "--caravan.ledger.user=" + ledger.user(),
                "--caravan.ledger.password=" + ledger.password(),
                "--caravan.spool=s3://" + BUCKET + "/spool",
                "--CLUSTER_ID=" + S3Server.ACCESS_KEY,
                "--CLUSTER_KEY=" + S3Server.SECRET_KEY,
                "--caravan.data=" + folder.resolve("data-" + (node + 1)),
                "--caravan.inbox=" + folder.resolve("inbox"),
                "--caravan.outbox=" + folder.resolve("outbox"),
                "--caravan.node.name=node-" + (node + 1),
                "--caravan.split-from=400KB",
                "--caravan.node.beat-ms=200",
                "--caravan.node.dead-after-ms=8000"));
        STAGES.forEach(stage -> command.add("--caravan." + stage + ".every-ms=100"));
        starts.get(node).add(new JarProcess(new ProcessBuilder(command).directory(folder.toFile()), folder));
    }

    /** Waits until all nodes know of each other. */
    void awaitAll() {
        Awaitility.await()
                .atMost(LONGEST)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> number("node", "SELECT count(*) FROM node WHERE dead = 0") == NODES);
    }

    /** Kills a node that has a range of a drop in hand, and returns which. */
    int killInARange() {
        long node = Awaitility.await()
                .atMost(LONGEST)
                .pollInterval(Duration.ofMillis(5))
                .until(
                        () -> number(
                                "drop_range",
                                "SELECT max(right(n.name, 1)::int) FROM drop_range g JOIN node n ON n.id = g.owner"
                                        + " WHERE g.no > 3"),
                        found -> found > 0);
        kill((int) node - 1);
        return (int) node - 1;
    }

    /** How many ranges a node says it has read. */
    int rangesReadBy(int node) throws IOException {
        int ranges = 0;
        for (JarProcess start : starts.get(node)) {
            ranges += (int) RANGE.matcher(start.said()).results().count();
        }
        return ranges;
    }

    /** As {@code kill -9}. */
    void kill(int node) {
        starts.get(node).forEach(JarProcess::kill);
    }

    /**
     * Starts those again that were killed, or ended by themselves since they were called dead while the machine was too busy, and
     * waits until all of them work.
     */
    void awaitReady() {
        Awaitility.await().atMost(LONGEST).pollInterval(Duration.ofMillis(200)).until(() -> {
            boolean ready = true;
            for (int node = 0; node < NODES; node++) {
                if (!newest(node).isAlive()) {
                    start(node);
                }
                ready &= newest(node).said().contains("Caravan is ready");
            }
            return ready;
        });
    }

    void stopAll() {
        starts.forEach(all -> all.forEach(JarProcess::kill));
    }

    /** Waits until so many records are published; shows the last words of a node that ended by itself. */
    void awaitPublished(int records) {
        Awaitility.await().atMost(LONGEST).pollInterval(Duration.ofMillis(200)).until(() -> published() >= records);
    }

    /** Whether so many records are published now, or at the end of these seconds. */
    boolean isPublished(int records, int seconds) {
        try {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(seconds))
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> published() >= records);
            return true;
        } catch (ConditionTimeoutException notYet) {
            return false;
        }
    }

    /** Waits until the ledger has had this migration. */
    void awaitMigrated(String migration) {
        Awaitility.await()
                .atMost(LONGEST)
                .pollInterval(Duration.ofMillis(200))
                .until(() ->
                        number("SELECT count(*) FROM flyway_schema_history WHERE script = '" + migration + "'") == 1);
    }

    /** Waits until so many starts live and have said so to the ledger. */
    void awaitLiving(int nodes) {
        Awaitility.await()
                .atMost(LONGEST)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> number("SELECT count(*) FROM node WHERE dead = 0 AND beat > 5") == nodes);
    }

    private long number(String query) throws SQLException {
        try (var connection = DriverManager.getConnection(ledger.url(), ledger.user(), ledger.password());
                var statement = connection.createStatement()) {
            var row = statement.executeQuery(query);
            row.next();
            return row.getLong(1);
        }
    }

    /** Waits until the newest start of a node has said these words. */
    void awaitSaid(int node, String... words) {
        Awaitility.await()
                .atMost(LONGEST)
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> assertThat(newest(node).said()).contains(words));
    }

    private JarProcess newest(int node) {
        List<JarProcess> all = starts.get(node);
        return all.get(all.size() - 1);
    }

    private long published() throws SQLException {
        return number("record", "SELECT count(*) FROM record WHERE state = 8");
    }

    private long number(String table, String query) throws SQLException {
        try (var connection = DriverManager.getConnection(ledger.url(), ledger.user(), ledger.password());
                var statement = connection.createStatement()) {
            // Before the first node has made the ledger there is none.
            var there = statement.executeQuery("SELECT to_regclass('" + table + "') IS NOT NULL");
            there.next();
            if (!there.getBoolean(1)) {
                return 0;
            }
            var row = statement.executeQuery(query);
            return row.next() ? row.getLong(1) : 0;
        }
    }

    JsonNode bill() throws IOException, InterruptedException {
        return simulator.bill();
    }

    /** What the counters and their rows disagree in. All nodes have ended. */
    List<String> recount() {
        try (Ledger opened = PostgresLedger.open(ledger, Clock.systemUTC())) {
            return opened.counts().recount();
        }
    }

    /** Source ids in the files of the outbox, and how often each is there. */
    Map<String, Integer> publishedLines() throws IOException {
        Map<String, Integer> lines = new HashMap<>();
        try (Stream<Path> files = Files.walk(folder.resolve("outbox"))) {
            for (Path file :
                    files.filter(one -> one.toString().endsWith(".jsonl")).toList()) {
                try (Stream<String> all = Files.lines(file)) {
                    all.forEach(line -> lines.merge(line.replaceFirst(",.*", ""), 1, Integer::sum));
                }
            }
        }
        return lines;
    }

    /** How many records are in the batches that a node says it has collected. */
    int collectedBy(int node) throws IOException {
        int records = 0;
        for (JarProcess start : starts.get(node)) {
            Matcher matcher = COLLECTED.matcher(start.said());
            while (matcher.find()) {
                records += Integer.parseInt(matcher.group(1));
            }
        }
        return records;
    }

    @Override
    public void close() {
        stopAll();
        simulating.close();
        spool.close();
    }
}
