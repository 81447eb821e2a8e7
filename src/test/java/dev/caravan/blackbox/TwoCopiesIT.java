package dev.caravan.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rule 18: a ledger that was copied while a batch of it is with its provider. */
class TwoCopiesIT {
    private static final String TASK = "triage-tickets";
    private static final int ROWS = 40;
    private static final int MORE = 7;
    private static final String RECORDS =
            "SELECT CASE WHEN state IN (6, 8) THEN 'answered' ELSE state || ' ' || code END, count(*) FROM record GROUP BY 1";

    /** No batch gets on, until it is told otherwise. */
    private static final String STILL = "{\"statesPerPoll\":0}";

    private static final String GOING_ON = "{\"statesPerPoll\":1}";

    @TempDir
    Path folder;

    private SimulatorClient simulator;

    @Test
    void leavesWhatIsUnderWayToTheOriginalWhenItLivesOnByItsOwn() throws Exception {
        try (var original = new Installation(Files.createDirectories(folder.resolve("original")));
                var fork = new Installation(Files.createDirectories(folder.resolve("fork")))) {
            simulator = original.simulator();
            simulator.settings(STILL);
            JarProcess running = runWithABatchUnderWay(original);
            running.kill();
            Files.createDirectories(fork.data().resolve("ledger"));
            for (String part : List.of("ledger", "spool")) {
                copy(original.data().resolve(part), fork.data().resolve(part));
            }
            simulator.settings(GOING_ON);

            fork.drop(TASK, "more.csv", Tickets.csv(MORE).replace("G-", "F-"));
            settle(fork, "--fork");

            assertThat(rows(fork, RECORDS)).containsExactly("7 forked " + ROWS, "answered " + MORE);
            assertThat(rows(fork, "SELECT name FROM ledger")).isNotEqualTo(rows(original, "SELECT name FROM ledger"));
            assertThat(rows(fork, "SELECT state, note LIKE 'forked%' FROM batch WHERE id = 1"))
                    .containsExactly("9 1");
            assertThat(paid()).as("what the fork itself sent").isEqualTo(MORE);
            settle(original);
            assertThat(rows(original, RECORDS)).containsExactly("answered " + ROWS);
            assertThat(paid()).isEqualTo(ROWS + MORE);
            publishedOnce(original);
            publishedOnce(fork);
        }
    }

    /** Both at once, on one spool: the copy takes it over, with what the original did after it was copied. */
    @Test
    void goesOnWhereItWasMovedAndTheOldOneEndsAndNeverStartsAgain() throws Exception {
        try (var old = new Installation(Files.createDirectories(folder.resolve("old")));
                var moved = new Installation(Files.createDirectories(folder.resolve("moved")))) {
            simulator = old.simulator();
            simulator.settings(STILL);
            JarProcess running = runWithABatchUnderWay(old);
            Files.createDirectories(moved.data().resolve("ledger"));
            rows(old, "VACUUM INTO '" + moved.data().resolve("ledger/caravan.db") + "'");
            old.drop(TASK, "more.csv", Tickets.csv(MORE).replace("G-", "M-"));
            awaitSubmitted(old, 2);
            String spool = "--caravan.spool=" + old.data().resolve("spool");

            JarProcess silent = start(moved, spool, "--caravan.exit-when-settled=true");
            assertThat(silent.waitFor(Duration.ofMinutes(5))).isEqualTo(1);
            assertThat(silent.said())
                    .contains("Two copies of one ledger would pay for everything twice, so Caravan does not start")
                    .contains("start once with --moved")
                    .contains("start once with --fork");
            assertThat(running.isAlive()).isTrue();

            JarProcess mover = start(moved, spool, "--moved", "--caravan.exit-when-settled=true");
            assertThat(running.waitFor(Duration.ofMinutes(5))).isEqualTo(1);
            assertThat(running.said())
                    .contains("Another copy of this ledger, somewhere else, has taken its spool over");
            simulator.settings(GOING_ON);
            assertThat(mover.waitFor(Duration.ofMinutes(5)))
                    .as(mover.lastWords())
                    .isZero();

            assertThat(rows(moved, RECORDS)).containsExactly("answered " + (ROWS + MORE));
            assertThat(paid()).isEqualTo(ROWS + MORE);
            publishedOnce(moved);
            JarProcess again = start(old, "--caravan.exit-when-settled=true");
            assertThat(again.waitFor(Duration.ofMinutes(5))).isEqualTo(1);
            assertThat(again.said()).contains("so Caravan does not start");
            assertThat(paid()).isEqualTo(ROWS + MORE);
        }
    }

    private JarProcess runWithABatchUnderWay(Installation installation) throws Exception {
        installation.drop(TASK, "rows.csv", Tickets.csv(ROWS));
        JarProcess process = start(installation);
        Awaitility.await()
                .atMost(Duration.ofMinutes(5))
                .until(() -> Files.exists(installation.data().resolve("spool/batches/1/accepted-1.json")));
        awaitSubmitted(installation, 1);
        return process;
    }

    private static void awaitSubmitted(Installation installation, int batches) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(5))
                .until(() -> rows(installation, "SELECT count(*) FROM batch WHERE state = 5")
                        .equals(List.of(Integer.toString(batches))));
    }

    private JarProcess start(Installation installation, String... arguments) throws IOException {
        return installation.start(simulator, List.of(arguments));
    }

    private void settle(Installation installation, String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--caravan.exit-when-settled=true");
        JarProcess process = start(installation, all.toArray(String[]::new));
        assertThat(process.waitFor(Duration.ofMinutes(5)))
                .as(process.lastWords())
                .isZero();
    }

    private int paid() throws IOException, InterruptedException {
        JsonNode bill = simulator.bill();
        assertThat(bill.get("double")).isEmpty();
        return bill.get("charged").size();
    }

    private static void publishedOnce(Installation installation) throws IOException, SQLException {
        assertThat(published(installation))
                .containsExactlyInAnyOrderElementsOf(rows(
                        installation, "SELECT '{\"source_id\":\"' || source_id || '\"' FROM record WHERE state = 8"));
    }

    private static List<String> published(Installation installation) throws IOException {
        List<String> records = new ArrayList<>();
        try (Stream<Path> files = Files.walk(installation.data().resolve("outbox"))) {
            for (Path file :
                    files.filter(one -> one.toString().endsWith(".jsonl")).toList()) {
                Files.readAllLines(file).forEach(line -> records.add(line.replaceFirst(",.*", "")));
            }
        }
        return records;
    }

    private static List<String> rows(Installation installation, String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (var connection = DriverManager.getConnection(
                        "jdbc:sqlite:" + installation.data().resolve("ledger/caravan.db"));
                var statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return rows;
            }
            try (var row = statement.getResultSet()) {
                while (row.next()) {
                    var text = new StringBuilder(row.getString(1));
                    for (int i = 2; i <= row.getMetaData().getColumnCount(); i++) {
                        text.append(' ').append(row.getString(i));
                    }
                    rows.add(text.toString());
                }
            }
        }
        return rows;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path file : all.sorted().toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }
}
