package dev.caravan.env;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.Doc;
import dev.caravan.console.ConsoleServer;
import dev.caravan.health.Pulse;
import dev.caravan.spool.LocalSpool;
import dev.caravan.spool.Spool;
import dev.caravan.spool.SpoolTestAccess;
import dev.caravan.testkit.FaultySpool;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.component.quartz.QuartzComponent;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What the probes of a whole Caravan are told while something is wrong, and who is told why. */
@Timeout(300)
@ExtendWith(OutputCaptureExtension.class)
class HealthTest {
    private static final String LIVENESS = "/actuator/health/liveness";
    private static final String READINESS = "/actuator/health/readiness";
    private static final String UP = "200 {\"status\":\"UP\"}";
    private static final String DOWN = "503 {\"status\":\"DOWN\"}";

    @TempDir
    Path folder;

    private final AtomicLong passed = new AtomicLong();

    /** What is known serves for seconds: this lets them pass. */
    private Whole caravan(String... options) throws IOException {
        Whole caravan = new Whole(folder).with(LongSupplier.class, clock -> () -> clock.getAsLong() + passed.get());
        ConsoleServer.users(folder.resolve("config"));
        return caravan.start(withShippedSettings(options));
    }

    private static String[] withShippedSettings(String... options) {
        return Stream.concat(Stream.of("--spring.config.location=classpath:/"), Stream.of(options))
                .toArray(String[]::new);
    }

    private static String asked(Whole caravan, String path, String... headers) throws Exception {
        HttpResponse<String> reply = caravan.get(path, headers);
        return reply.statusCode() + " " + reply.body();
    }

    private static String asReader(Whole caravan, String path) throws Exception {
        String login = "reader:" + ConsoleServer.PASSWORD;
        return asked(
                caravan,
                path,
                "Authorization",
                "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)));
    }

    private void later() {
        passed.addAndGet(Duration.ofSeconds(20).toNanos());
    }

    private static String readiness(String ledger, String node, String routes, String spool) {
        return "{\"status\":\"DOWN\",\"components\":{\"ledger\":" + ledger + ",\"node\":" + node
                + ",\"readinessState\":{\"status\":\"UP\"},\"routes\":" + routes + ",\"spool\":" + spool + "}}";
    }

    private static String up() {
        return "{\"status\":\"UP\"}";
    }

    private static String down(String why) {
        return "{\"status\":\"DOWN\",\"details\":{\"why\":\"" + why + "\"}}";
    }

    @Test
    void nobodyIsToldMoreThanWhetherItIsWellAndWhoMayReadIsToldWhatIsWrong(CapturedOutput log) throws Exception {
        try (Whole caravan = caravan("--caravan.node.beat-ms=400", "--caravan.node.dead-after-ms=60000")) {
            assertThat(asked(caravan, LIVENESS)).isEqualTo(UP);
            assertThat(asked(caravan, READINESS)).isEqualTo(UP);
            assertThat(asked(caravan, "/actuator/health"))
                    .isEqualTo("200 {\"status\":\"UP\",\"groups\":[\"liveness\",\"readiness\"]}");
            assertThat(asReader(caravan, LIVENESS))
                    .isEqualTo("200 {\"status\":\"UP\",\"components\":{\"heartbeat\":{\"status\":\"UP\"},"
                            + "\"livenessState\":{\"status\":\"UP\"},\"threads\":{\"status\":\"UP\"},"
                            + "\"timers\":{\"status\":\"UP\"}}}");
            assertThat(asked(caravan, READINESS, "Authorization", "Basic cmVhZGVyOm5v"))
                    .as("a wrong password")
                    .startsWith("401 ");
            lockedLedger(caravan);
            stoppedRoutes(caravan);
            assertThat(asked(caravan, "/actuator/health")).startsWith("503 ");
            assertThat(log).contains("Caravan is ready").doesNotContain("Probe in group");
        }
    }

    private void lockedLedger(Whole caravan) throws Exception {
        Path file = caravan.data().resolve("ledger/caravan.db");
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement shell = other.createStatement()) {
            shell.execute("BEGIN IMMEDIATE");
            Pulse pulse = caravan.bean(Pulse.class);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> pulse.trouble().isPresent());
            later();
            assertThat(asked(caravan, READINESS)).isEqualTo(DOWN);
            assertThat(asked(caravan, LIVENESS)).isEqualTo(UP);
            assertThat(asReader(caravan, READINESS))
                    .isEqualTo("503 "
                            + readiness(
                                    down("The ledger could not be written, nothing was changed: another process has "
                                            + file + " locked, such as a backup or a sqlite3 shell with an open"
                                            + " transaction. Let it end; Caravan goes on by itself"),
                                    up(),
                                    up(),
                                    up()));
            shell.execute("ROLLBACK");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> pulse.trouble().isEmpty());
        }
        isReadyAgain(caravan);
    }

    private static void isReadyAgain(Whole caravan) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> asked(caravan, READINESS).equals(UP));
    }

    private void stoppedRoutes(Whole caravan) throws Exception {
        CamelContext camel = caravan.bean(CamelContext.class);
        camel.getRouteController().stopRoute("collect");
        assertThat(asReader(caravan, READINESS))
                .isEqualTo("503 " + readiness(up(), up(), down("these routes do not run: collect"), up()));
        assertThat(asked(caravan, LIVENESS)).isEqualTo(UP);
        camel.getRouteController().startRoute("collect");
        assertThat(asked(caravan, READINESS)).isEqualTo(UP);

        var scheduler = camel.getComponent("quartz", QuartzComponent.class).getScheduler();
        scheduler.standby();
        assertThat(asked(caravan, LIVENESS)).isEqualTo(DOWN);
        assertThat(asReader(caravan, LIVENESS))
                .contains("\"timers\":"
                        + down("the timers of the stages were stopped, and nothing starts them again in this process"));
        scheduler.start();
        assertThat(asked(caravan, LIVENESS)).isEqualTo(UP);

        camel.stop();
        assertThat(asReader(caravan, READINESS))
                .isEqualTo("503 " + readiness(up(), up(), down("the routes do not run: they are Stopped"), up()));
        assertThat(asked(caravan, LIVENESS)).isEqualTo(DOWN);
        assertThat(asReader(caravan, LIVENESS))
                .contains(
                        "\"timers\":" + down("the routes were stopped, and nothing starts them again in this process"));
    }

    @Test
    void isNotReadyWhenItsNodeWasCalledDeadOrItsSpoolCantBeWritten() throws Exception {
        Path root = folder.resolve("data/spool");
        FaultySpool faulty = new FaultySpool(new LocalSpool(root));
        try (Whole caravan = new Whole(folder)
                .with(LongSupplier.class, clock -> () -> clock.getAsLong() + passed.get())
                .with(Spool.class, ours -> SpoolTestAccess.telling(faulty, root))) {
            ConsoleServer.users(folder.resolve("config"));
            // A beat would find out, and end this process.
            caravan.start(withShippedSettings("--caravan.node.beat-ms=600000", "--caravan.node.dead-after-ms=6000000"));
            faulty.refuse(FaultySpool.Call.WRITE, "probe", 1, FaultySpool::full);
            assertThat(asReader(caravan, READINESS).replaceAll("\\d+ MB", "N MB"))
                    .isEqualTo("503 "
                            + readiness(
                                    up(),
                                    up(),
                                    up(),
                                    down("The spool in " + root + " could not write a probe. The disk of " + root
                                            + " is full (N MB free). Make room there; Caravan goes on by itself")));
            later();
            assertThat(asked(caravan, READINESS)).isEqualTo(UP);

            Path away = folder.resolve("away");
            Files.move(root, away);
            later();
            assertThat(asReader(caravan, READINESS))
                    .contains("\"spool\":"
                            + down("The spool in " + root + " could not write a probe. " + root
                                    + " is not there. Caravan tries again by itself"));
            assertThat(asked(caravan, LIVENESS)).isEqualTo(UP);
            Files.move(away, root);
            later();
            assertThat(asked(caravan, READINESS)).isEqualTo(UP);

            Path file = caravan.data().resolve("ledger/caravan.db");
            try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
                    Statement shell = other.createStatement()) {
                shell.execute("UPDATE node SET dead = 1, ended_at = 1000");
            }
            later();
            assertThat(asReader(caravan, READINESS))
                    .contains("\"node\":"
                            + down("node 1, which is this process, counts as dead since 1970-01-01T00:00:01Z: others do"
                                    + " its work, and it ends by itself"));
            assertThat(asked(caravan, READINESS)).isEqualTo(DOWN);
        }
    }

    @Test
    void answersWhileItsDatabaseHangsAndWhenItIsGone() throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.builder()
                        .setPGStartupWait(Duration.ofSeconds(60))
                        .setServerConfig("fsync", "on")
                        .setServerConfig("synchronous_commit", "on")
                        .setServerConfig("full_page_writes", "on")
                        .start();
                Whole caravan = caravan(
                        "--caravan.ledger.url=" + database(server),
                        "--caravan.ledger.user=postgres",
                        "--caravan.node.beat-ms=400",
                        "--caravan.node.dead-after-ms=60000")) {
            assertThat(asked(caravan, READINESS)).isEqualTo(UP);
            ProcessHandle postmaster = postmaster(server);
            // It first: it begins no more processes then.
            signal("STOP", Stream.of(postmaster));
            signal("STOP", postmaster.descendants());
            String told = new ObjectMapper()
                    .readTree(Doc.shown("json health"))
                    .at("/components/ledger")
                    .toString();
            try {
                Awaitility.await()
                        .atMost(Duration.ofSeconds(30))
                        .untilAsserted(
                                () -> assertThat(asReader(caravan, READINESS)).contains("\"ledger\":" + told));
                assertThat(asked(caravan, LIVENESS)).isEqualTo(UP);
            } finally {
                signal("CONT", Stream.concat(Stream.of(postmaster), postmaster.descendants()));
            }
            isReadyAgain(caravan);
            server.close();
            Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                later();
                assertThat(asReader(caravan, READINESS))
                        .startsWith("503 ")
                        .contains(
                                "\"ledger\":{\"status\":\"DOWN\",\"details\":{\"why\":\"The ledger could not be read");
            });
            assertThat(asked(caravan, READINESS)).isEqualTo(DOWN);
            assertThat(asked(caravan, LIVENESS)).isEqualTo(UP);
        }
    }

    private static String database(EmbeddedPostgres server) throws Exception {
        try (Connection c = server.getPostgresDatabase().getConnection();
                Statement s = c.createStatement()) {
            s.execute("CREATE DATABASE ledger ENCODING 'UTF8' TEMPLATE template0");
        }
        return server.getJdbcUrl("postgres", "ledger");
    }

    private static void signal(String name, Stream<ProcessHandle> processes) throws Exception {
        List<String> command = new ArrayList<>(List.of("kill", "-" + name));
        processes.forEach(one -> command.add("" + one.pid()));
        new ProcessBuilder(command).start().waitFor();
    }

    private static ProcessHandle postmaster(EmbeddedPostgres server) throws Exception {
        String pid = Files.readAllLines(Path.of(dataOf(server), "postmaster.pid"))
                .get(0)
                .strip();
        return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    }

    private static String dataOf(EmbeddedPostgres server) throws Exception {
        try (Connection c = server.getPostgresDatabase().getConnection();
                Statement s = c.createStatement();
                var row = s.executeQuery("SHOW data_directory")) {
            row.next();
            return row.getString(1);
        }
    }
}
