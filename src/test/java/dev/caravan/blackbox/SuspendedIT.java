package dev.caravan.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sqlite.SQLiteErrorCode;

/** Processes that are stopped in the worst place, between saying that they create a batch and creating it, and wake up late. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@EnabledOnOs(OS.LINUX)
class SuspendedIT {
    private static final int ROWS = 6;
    private static final Duration LONGER_THAN_THE_GRACE = Duration.ofSeconds(1);
    private static final int SQLITE_BUSY = SQLiteErrorCode.SQLITE_BUSY.code;
    private static final String STOP = "-Dcaravan.kill.signal=STOP";

    private KillJvm java;

    @BeforeAll
    void weave() throws Exception {
        java = new KillJvm();
    }

    static List<KillAccount> accounts() {
        return List.of(new KillMatrixOpenAiIT().account(), new KillMatrixAnthropicIT().account());
    }

    /** Rule 4: nobody else recovers meanwhile, so the late create is the only one. */
    @ParameterizedTest
    @MethodSource("accounts")
    void sendsItsOneCreateLateAndPaysOnce(KillAccount account, @TempDir Path folder) throws Exception {
        String creating = account.name().contains("anthropic") ? "Doubts.creating" : "Batches.creating";
        try (var rig = new KillRig(folder, java, account)) {
            rig.drop(1, ROWS);
            JarProcess process = rig.start("-Dcaravan.kill.at=after|1|" + creating, STOP);
            process.awaitStopped();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .pollDelay(LONGER_THAN_THE_GRACE)
                    .until(() -> true);
            assertThat(rig.simulator().bill().get("batches").asInt()).isZero();
            process.goOn();

            assertThat(process.waitFor(Duration.ofSeconds(90)))
                    .as(process.lastWords())
                    .isZero();
            paidAndPublishedOnce(rig, ROWS);
        }
    }

    /**
     * Rules 3 and 10: another process takes the ledger over (its lock is lost, as on a bad file system), revokes, waits,
     * sends again and settles. The sleeper wakes up in the middle of its create: the input is gone, and so is its claim.
     */
    @Test
    void aSleeperWhoseLedgerWasTakenOverSendsNothingThatCounts(@TempDir Path folder) throws Exception {
        boolean takenOver = false;
        for (int i = 1; i <= 5 && !takenOver; i++) {
            takenOver = takesOver(folder.resolve("try-" + i));
        }
        assertThat(takenOver).as("a sleeper that held no transaction").isTrue();
    }

    /** False where another thread of the sleeper was in the middle of a transaction: then nobody can take the ledger over. */
    private boolean takesOver(Path folder) throws Exception {
        try (var rig = new KillRig(folder, java, accounts().get(0))) {
            rig.drop(1, ROWS);
            JarProcess sleeper = rig.start("-Dcaravan.kill.at=after|1|Batches.creating", STOP);
            sleeper.awaitStopped();
            if (isLocked(rig.data().resolve("ledger/caravan.db"))) {
                return false;
            }
            Files.delete(rig.data().resolve("ledger/caravan.db.lock"));
            assertThat(rig.run()).as(rig.lastWords()).isZero();
            paidAndPublishedOnce(rig, ROWS);

            sleeper.goOn();
            sleeper.waitFor(Duration.ofSeconds(90));
            assertThat(sleeper.said())
                    .contains("Other nodes have taken over what it was at, so nothing more is done here");
            paidAndPublishedOnce(rig, ROWS);
            rig.drop(2, ROWS + 2);
            assertThat(rig.run()).as(rig.lastWords()).isZero();
            paidAndPublishedOnce(rig, ROWS + ROWS + 2);
            return true;
        }
    }

    private static boolean isLocked(Path ledger) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + ledger);
                var statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 0");
            statement.execute("BEGIN IMMEDIATE");
            statement.execute("ROLLBACK");
            return false;
        } catch (SQLException e) {
            if (e.getErrorCode() == SQLITE_BUSY) {
                return true;
            }
            throw e;
        }
    }

    private static void paidAndPublishedOnce(KillRig rig, int records) throws Exception {
        JsonNode bill = rig.simulator().bill();
        assertThat(bill.get("double")).isEmpty();
        assertThat(bill.get("charged")).hasSize(records);
        assertThat(rig.published()).hasSize(records).doesNotHaveDuplicates();
    }
}
