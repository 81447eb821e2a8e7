package dev.caravan.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KillAndRestartIT {
    private static final int ROWS = 5_000;

    @TempDir
    Path folder;

    @Test
    void paysEachRecordOnceAndPublishesItOnceWheneverItIsKilled() throws Exception {
        try (var installation = new Installation(folder)) {
            SimulatorClient simulator = SimulatorClient.start(installation);
            installation.drop("triage-tickets", "many.csv", Tickets.csv(ROWS));
            var random = new Random(17);
            for (int kill = 0; kill < 6; kill++) {
                JarProcess victim = caravan(installation, simulator);
                LockSupport.parkNanos(
                        Duration.ofMillis(1_500 + random.nextInt(6_000)).toNanos());
                victim.kill();
            }
            JarProcess last = caravan(installation, simulator);
            int exit = last.waitFor(Duration.ofMinutes(3));
            assertThat(last.lastLine()).as(last.said()).startsWith("settled read=" + ROWS + " refused=0 duplicate=0 ");
            assertThat(exit).as(last.said()).isZero();

            JsonNode bill = simulator.bill();
            assertThat(bill.get("double")).isEmpty();
            Set<String> sources = new TreeSet<>();
            bill.get("charged").fieldNames().forEachRemaining(id -> sources.add(id.substring(0, id.lastIndexOf('-'))));
            assertThat(sources).hasSize(ROWS);
            assertThat(bill.get("charged")).hasSize(ROWS);
            assertPublishedOnce(installation, last.lastLine());
        }
    }

    private static JarProcess caravan(Installation installation, SimulatorClient simulator) throws IOException {
        return installation.startWith(
                List.of("-Xmx256m"),
                "--server.port=" + Installation.freePort(),
                "--caravan.simulator.url=" + simulator.base(),
                "--caravan.examples=",
                "--caravan.exit-when-settled=true");
    }

    private static void assertPublishedOnce(Installation installation, String settled) throws IOException {
        int published = Integer.parseInt(settled.replaceAll(".* published=(\\d+) .*", "$1"));
        Set<String> ids = new TreeSet<>();
        int lines = 0;
        try (Stream<Path> files = Files.walk(installation.data().resolve("outbox"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".jsonl")).toList()) {
                for (String line : Files.readAllLines(file)) {
                    lines++;
                    ids.add(line.replaceAll(".*\"source_id\":\"([^\"]+)\".*", "$1"));
                }
            }
        }
        assertThat(lines).isEqualTo(published);
        assertThat(ids).hasSize(published);
    }
}
