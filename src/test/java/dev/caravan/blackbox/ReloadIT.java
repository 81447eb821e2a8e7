package dev.caravan.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.ledger.LedgerDoor;
import dev.caravan.ledger.Reloads.Outcome;
import dev.caravan.ledger.Reloads.Turn;
import dev.caravan.testkit.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.web.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.util.FileSystemUtils;

/**
 * Files are edited at random while drops come in: whatever the edit, Caravan runs on or comes back, and each record is paid once
 * and has one end. {@code -Dreload.edits=200 -Dreload.seed=…} for more of them; {@code target/reloads.txt} has the table.
 */
class ReloadIT {
    private static final int EDITS = Integer.getInteger("reload.edits", 14);
    private static final long SEED = Long.getLong("reload.seed", 2026);
    private static final int ROWS = 20;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    Path folder;

    @TempDir
    Path shipped;

    private final Map<FileEdit, Map<Outcome, Integer>> outcomes = new EnumMap<>(FileEdit.class);
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicLong drops = new AtomicLong();
    private final AtomicLong silence = new AtomicLong();
    private long away;

    @Test
    @Timeout(3600)
    void whateverTheEditItComesBackAndEachRecordIsPaidOnce() throws Exception {
        int port = Ports.free();
        try (Installation here = new Installation(folder);
                ServerSocket taken = new ServerSocket(0)) {
            FileSystemUtils.copyRecursively(folder.resolve("config"), shipped.resolve("config"));
            FileSystemUtils.copyRecursively(folder.resolve("routes"), shipped.resolve("routes"));
            JarProcess caravan = here.serve(port);
            awaitUp(port, caravan);
            // Until then there is nothing to fall back to.
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> Files.exists(here.data().resolve("last-good/current")));
            Thread load = new Thread(() -> load(here), "load");
            Thread watch = new Thread(() -> watch(port), "watch");
            load.start();
            watch.start();
            Random random = new Random(SEED);
            FileEdit[] kinds = FileEdit.values();
            for (int n = 0; n < EDITS; n++) {
                // Each kind comes first once; which one after that is left to chance.
                FileEdit edit = n < kinds.length ? kinds[n] : kinds[random.nextInt(kinds.length)];
                edit.make(folder, random, taken.getLocalPort());
                Turn turn = reload(here, caravan);
                count(edit, turn);
                putBack();
            }
            assertThat(reload(here, caravan).outcome()).as(caravan.lastWords()).isEqualTo(Outcome.LOADED);
            over.set(true);
            load.join();
            watch.join();
            report();
            // Spring Boot still remembers what a start has made whose second port was taken: the application, and the
            // port's.
            long remembered =
                    2L * outcomes.getOrDefault(FileEdit.NO_START, Map.of()).getOrDefault(Outcome.FELL_BACK, 0);
            assertThat(caravan.living(AnnotationConfigServletWebServerApplicationContext.class))
                    .as("applications in the heap")
                    .isLessThanOrEqualTo(1 + remembered);
            rest(here, caravan);
        }
    }

    private void load(Installation here) {
        try {
            while (!over.get()) {
                long n = drops.incrementAndGet();
                here.drop(
                        "triage-tickets",
                        "drop-" + n + ".csv",
                        Tickets.csv(ROWS).replace("G-", "F" + n + "-"));
                LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The longest time between two answers. */
    private void watch(int port) {
        HttpClient http =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();
        HttpRequest health = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/actuator/health"))
                .timeout(Duration.ofSeconds(2))
                .build();
        long last = System.nanoTime();
        while (!over.get()) {
            try {
                http.send(health, BodyHandlers.discarding());
                long now = System.nanoTime();
                silence.accumulateAndGet(now - last, Math::max);
                last = now;
            } catch (IOException away) {
                // Counted when somebody answers.
            } catch (InterruptedException e) {
                return;
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    private Turn reload(Installation here, JarProcess caravan) throws Exception {
        try (LedgerDoor door = LedgerDoor.open(here.data().resolve("ledger/caravan.db"), Clock.systemUTC())) {
            long reload = door.askReload("tester", "");
            Awaitility.await()
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> {
                        assertThat(caravan.isAlive()).as(caravan.lastWords()).isTrue();
                        List<Turn> turns = door.turns(reload);
                        return !turns.isEmpty() && turns.get(0).outcome() != null;
                    });
            return door.turns(reload).get(0);
        }
    }

    private void count(FileEdit edit, Turn turn) {
        if (edit.outcome() != null) {
            assertThat(turn.outcome()).as(edit + ": " + turn.said()).isEqualTo(edit.outcome());
        }
        outcomes.computeIfAbsent(edit, kind -> new EnumMap<>(Outcome.class))
                .merge(Objects.requireNonNull(turn.outcome()), 1, Integer::sum);
        away = Math.max(away, turn.down().toMillis());
    }

    private void putBack() throws IOException {
        for (String part : List.of("config", "routes")) {
            FileSystemUtils.deleteRecursively(folder.resolve(part));
            FileSystemUtils.copyRecursively(shipped.resolve(part), folder.resolve(part));
        }
    }

    private void report() throws IOException {
        StringBuilder table = new StringBuilder("edit | loaded | refused | fell back\n");
        outcomes.forEach((edit, by) -> {
            table.append(edit.name().toLowerCase(Locale.ROOT).replace('_', ' '));
            for (Outcome outcome : Outcome.values()) {
                table.append(" | ").append(by.getOrDefault(outcome, 0));
            }
            table.append('\n');
        });
        table.append("edits ").append(EDITS).append(", drops ").append(drops.get());
        table.append(", longest away ").append(away).append(" ms, longest time without an answer ");
        table.append(Duration.ofNanos(silence.get()).toMillis()).append(" ms\n");
        Files.writeString(Path.of("target/reloads.txt"), table);
    }

    /** Every row has its end, and every record was paid once. */
    private void rest(Installation here, JarProcess caravan) throws Exception {
        long rows = drops.get() * ROWS;
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> assertThat(number("SELECT count(*) FROM record WHERE state IN (6, 8)"))
                        .as(caravan.lastWords())
                        .isEqualTo(rows));
        assertThat(number("SELECT sum(rows_read) FROM \"drop\"")).isEqualTo(rows);
        JsonNode bill = here.simulator().bill();
        assertThat(bill.get("double")).isEmpty();
        assertThat(bill.get("charged").size()).isEqualTo((int) rows);
    }

    private long number(String sql) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("data/ledger/caravan.db"));
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    private static void awaitUp(int port, JarProcess caravan) throws Exception {
        HttpClient http = HttpClient.newHttpClient();
        HttpRequest health = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/actuator/health"))
                .build();
        Awaitility.await().atMost(PATIENCE).ignoreExceptions().until(() -> {
            assertThat(caravan.isAlive()).as(caravan.lastWords()).isTrue();
            return http.send(health, BodyHandlers.discarding()).statusCode() == 200;
        });
    }
}
