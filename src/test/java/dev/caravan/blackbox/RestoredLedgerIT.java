package dev.caravan.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rule 19: a ledger that was restored from a backup finds in its spool what it has forgotten, and pays for nothing twice. */
class RestoredLedgerIT {
    @TempDir
    Path folder;

    @Test
    void takesUpDropsAndBatchesThatItHasForgotten() throws Exception {
        try (var installation = new Installation(folder)) {
            SimulatorClient simulator = installation.simulator();
            installation.drop("triage-tickets", "one.csv", Tickets.csv(30));
            installation.settle();
            Path backup = copyLedger(installation);
            installation.drop("triage-tickets", "two.csv", Tickets.csv(80));
            String before = installation.settle();
            assertThat(simulator.bill().get("charged")).hasSize(110);
            Map<String, Integer> published = outbox(installation);

            putBack(installation, backup);
            String after = installation.settle();

            assertThat(after).isEqualTo(before);
            JsonNode bill = simulator.bill();
            assertThat(bill.get("double")).isEmpty();
            assertThat(bill.get("charged")).hasSize(110);
            assertThat(outbox(installation))
                    .as("every result is in the outbox once, in the file that it was in")
                    .isEqualTo(published);
            assertThat(installation.settle()).isEqualTo(before);
        }
    }

    /** Every line of every file of the outbox, with how often it is there. */
    private static Map<String, Integer> outbox(Installation installation) throws IOException {
        Map<String, Integer> lines = new TreeMap<>();
        try (Stream<Path> files = Files.walk(installation.data().resolve("outbox"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.readAllLines(file).forEach(line -> lines.merge(file.getFileName() + " " + line, 1, Integer::sum));
            }
        }
        return lines;
    }

    /** The backup was taken at any instant: batches half cut, about to be sent, sent, half collected. */
    @ParameterizedTest
    @ValueSource(ints = {2_000})
    void paysForEachRecordOnceWhateverTheBackupWasTakenIn(int millis) throws Exception {
        int rows = 1_500;
        try (var installation = new Installation(folder)) {
            SimulatorClient simulator = installation.simulator();
            installation.drop("triage-tickets", "many.csv", Tickets.csv(rows));
            JarProcess victim = installation.start();
            Awaitility.await()
                    .atMost(Duration.ofMinutes(2))
                    .until(() -> Files.exists(installation.data().resolve("spool/drops/1")));
            LockSupport.parkNanos(Duration.ofMillis(millis).toNanos());
            victim.kill();
            Path backup = copyLedger(installation);
            String before = installation.settle();

            putBack(installation, backup);
            String after = installation.settle();

            assertThat(after).startsWith("settled read=" + rows + " ").isEqualTo(before);
            JsonNode bill = simulator.bill();
            assertThat(bill.get("double")).isEmpty();
            assertThat(bill.get("charged")).hasSize(rows);
            Set<String> records = new TreeSet<>();
            bill.get("charged").fieldNames().forEachRemaining(id -> records.add(id.replaceAll("-[^-]+$", "")));
            assertThat(records).hasSize(rows);
        }
    }

    private static Path copyLedger(Installation installation) throws IOException {
        Path backup = Files.createDirectories(installation.folder().resolve("backup"));
        copy(installation.data().resolve("ledger"), backup);
        return backup;
    }

    private static void putBack(Installation installation, Path backup) throws IOException {
        Path ledger = installation.data().resolve("ledger");
        try (Stream<Path> files = Files.list(ledger)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        copy(backup, ledger);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }
}
