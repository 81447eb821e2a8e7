package dev.caravan.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What others do to the file of a ledger that is open: lock it, delete it, put another in its place. */
class LedgerFileTest {
    @TempDir
    Path folder;

    private final TestClock clock = new TestClock();
    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("caravan.db");
    }

    private String url() {
        return "jdbc:sqlite:" + file;
    }

    @Test
    void namesTheFileThatAnotherProcessHasLockedAndGoesOnWhenItIsFree() throws Exception {
        try (Ledger ledger = SqliteLedger.open(file, clock);
                Connection other = DriverManager.getConnection(url())) {
            Db.update(other, "BEGIN IMMEDIATE");
            assertThatThrownBy(() -> ledger.recipes().taskId("triage"))
                    .isInstanceOf(LedgerUnavailableException.class)
                    .hasMessage("The ledger could not be written, nothing was changed: another process has " + file
                            + " locked, such as a backup or a sqlite3 shell with an open transaction. Let it end;"
                            + " Caravan goes on by itself");
            assertThat(ledger.counts().settled()).isTrue();
            Db.update(other, "ROLLBACK");
            assertThat(ledger.recipes().taskId("triage")).isEqualTo(1);
        }
    }

    @Test
    void waitsForAShortTransactionOfAnotherProcess() throws Exception {
        try (Ledger ledger = SqliteLedger.open(file, clock);
                Connection other = DriverManager.getConnection(url())) {
            Db.update(other, "BEGIN IMMEDIATE");
            var written = CompletableFuture.supplyAsync(() -> ledger.recipes().taskId("triage"));
            CompletableFuture.runAsync(
                            () -> end(other),
                            CompletableFuture.delayedExecutor(800, java.util.concurrent.TimeUnit.MILLISECONDS))
                    .join();
            assertThat(written.join()).isEqualTo(1);
        }
    }

    private static void end(Connection other) {
        try {
            Db.update(other, "ROLLBACK");
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void doesNotHoldUpTheEndOfTheProcessWhileItIsLocked() throws Exception {
        Ledger ledger = SqliteLedger.open(file, clock);
        try (Connection other = DriverManager.getConnection(url())) {
            Db.update(other, "BEGIN IMMEDIATE");
            var stuck = CompletableFuture.runAsync(() -> ledger.recipes().taskId("triage"));
            long start = System.nanoTime();
            ledger.close();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(4_800));
            assertThatThrownBy(stuck::join).hasCauseInstanceOf(LedgerException.class);
        }
    }

    @Test
    void saysThatTheDiskIsFullAndGoesOnWhenThereIsRoom() throws Exception {
        Connection writer = SqliteDb.connect(file);
        try (Db db = new SqliteDb(writer, SqliteDb.connect(file), SqliteDb.connect(file), new LedgerFile(file))) {
            db.write(c -> Db.update(c, "CREATE TABLE t (x BLOB)"));
            Db.number(writer, "PRAGMA max_page_count = 10");
            assertThatThrownBy(() -> db.write(c -> Db.update(c, "INSERT INTO t VALUES (zeroblob(100000))")))
                    .isInstanceOf(LedgerUnavailableException.class)
                    .hasMessageMatching("The ledger could not be written, nothing was changed: the disk of .*caravan.db"
                            + " is full \\(\\d+ MB free\\)\\. Make room there; Caravan goes on by itself");
            assertThat(rows(db)).isZero();
            Db.number(writer, "PRAGMA max_page_count = 10000");
            db.write(c -> Db.update(c, "INSERT INTO t VALUES (zeroblob(100000))"));
            assertThat(rows(db)).isEqualTo(1);
        }
    }

    private static long rows(Db db) {
        return db.read(c -> Db.number(c, "SELECT count(*) FROM t"));
    }

    private interface Harm {
        void to(Path file) throws IOException;
    }

    private void refusesEverythingAfter(Harm harm, String what) throws IOException {
        try (Ledger ledger = SqliteLedger.open(file, clock)) {
            ledger.recipes().taskId("triage");
            harm.to(file);
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> ledger.batches().claimForSubmit())
                        .isInstanceOf(LedgerGoneException.class)
                        .hasMessageStartingWith(
                                "The ledger " + file + " " + what + " while Caravan had it open. Nothing");
            }
            assertThatThrownBy(() -> ledger.counts().total()).isInstanceOf(LedgerGoneException.class);
        }
    }

    @Test
    void noticesThatItWasDeleted() throws IOException {
        refusesEverythingAfter(Files::delete, "was deleted or moved away");
        assertThat(file).doesNotExist();
    }

    /** Flyway is asked only where there may be something to do: its look alone takes as long as the rest of an opening. */
    @Test
    void isOnlyMigratedWhereSomethingIsMissingOrDifferent() throws Exception {
        assertThat(Migrations.sqlite().history(file)).isNull();
        SqliteLedger.open(file, clock).close();
        assertThat(Migrations.sqlite().history(file).isWhole()).isTrue();
        try (Connection other = DriverManager.getConnection(url())) {
            Db.update(other, "UPDATE flyway_schema_history SET checksum = checksum + 1 WHERE version = '003'");
        }
        assertThat(Migrations.sqlite().history(file).isWhole()).isFalse();
        assertThatThrownBy(() -> SqliteLedger.open(file, clock))
                .isInstanceOf(LedgerNotOpenException.class)
                .hasMessageContaining("003");
    }

    @Test
    void noticesThatItsLogWasDeleted() throws IOException {
        refusesEverythingAfter(f -> Files.delete(f.resolveSibling("caravan.db-wal")), "was deleted or moved away");
    }

    @Test
    void losesNothingWhenItIsMovedAwayAndBack() throws IOException {
        Path elsewhere = folder.resolve("elsewhere");
        try (Ledger ledger = SqliteLedger.open(file, clock)) {
            assertThat(ledger.recipes().taskId("triage")).isEqualTo(1);
            assertThat(ledger.recipes().taskId("other")).isEqualTo(2);
            Files.move(file, elsewhere);
            assertThatThrownBy(() -> ledger.recipes().taskId("third")).isInstanceOf(LedgerGoneException.class);
        }
        Files.move(elsewhere, file);
        try (Ledger again = SqliteLedger.open(file, clock)) {
            assertThat(again.recipes().taskId("other")).isEqualTo(2);
        }
    }

    @Test
    void noticesThatAnotherFileWasPutInItsPlaceAndLeavesThatOneAlone() throws IOException {
        Path copy = folder.resolve("yesterday.db");
        SqliteLedger.open(file, clock).close();
        Files.copy(file, copy);
        refusesEverythingAfter(f -> Files.move(copy, f, StandardCopyOption.REPLACE_EXISTING), "was replaced");
        assertThat(file.resolveSibling("caravan.db-wal")).exists();
    }

    @Test
    void noticesThatAnOlderCopyWasWrittenOverIt() throws IOException {
        SqliteLedger.open(file, clock).close();
        byte[] yesterday = Files.readAllBytes(file);
        try (Ledger between = SqliteLedger.open(file, clock)) {
            between.recipes().taskId("triage");
        }
        try (Ledger ledger = SqliteLedger.open(file, clock)) {
            ledger.recipes().taskId("other");
            Files.write(file, yesterday);
            assertThatThrownBy(() -> ledger.batches().claimForSubmit())
                    .isInstanceOf(LedgerGoneException.class)
                    .hasMessageContaining("was written over with an older copy");
        }
    }

    @Test
    void isNotIrritatedByABackupThatBringsTheLogHome() throws Exception {
        try (Ledger ledger = SqliteLedger.open(file, clock)) {
            for (int i = 0; i < 50; i++) {
                ledger.recipes().taskId("task" + i);
            }
            try (Connection other = DriverManager.getConnection(url())) {
                assertThat(Db.number(other, "PRAGMA wal_checkpoint(PASSIVE)")).isZero();
                Db.update(other, "VACUUM INTO '" + folder.resolve("backup.db") + "'");
            }
            assertThatCode(() -> ledger.recipes().taskId("more")).doesNotThrowAnyException();
        }
        assertThat(folder.resolve("backup.db")).exists();
    }

    private void filled() {
        try (Ledger ledger = SqliteLedger.open(file, clock)) {
            for (int i = 0; i < 2000; i++) {
                ledger.recipes().taskId("task-" + i);
            }
        }
    }

    private void isRefusedAsDamaged() throws IOException {
        byte[] before = Files.readAllBytes(file);
        assertThatThrownBy(() -> SqliteLedger.open(file, clock))
                .isInstanceOf(LedgerNotOpenException.class)
                .message()
                .startsWith("The ledger " + file + " is damaged: ")
                .contains(
                        "Nothing was started and nothing was sent. Keep this file for a look, put the newest good copy in"
                                + " its place")
                .doesNotContain("\n");
        assertThat(Files.readAllBytes(file)).as("left as it is").isEqualTo(before);
    }

    @Test
    void refusesAFileThatWasCutOff() throws IOException {
        filled();
        try (var bytes = Files.newByteChannel(file, java.nio.file.StandardOpenOption.WRITE)) {
            bytes.truncate(bytes.size() / 2);
        }
        isRefusedAsDamaged();
    }

    @Test
    void refusesAFileThatIsNoLedger() throws IOException {
        Files.writeString(file, "this is no database\n".repeat(1000));
        isRefusedAsDamaged();
    }

    /** Nothing that SQLite would notice by itself before it needs that page. */
    @Test
    void refusesAFileWithABadPageInItsMiddle() throws IOException {
        filled();
        byte[] bytes = Files.readAllBytes(file);
        int page = Math.max(512, ((bytes[16] & 0xff) << 8) | (bytes[17] & 0xff));
        int last = bytes.length / page - 1;
        java.util.Arrays.fill(bytes, last * page, (last + 1) * page, (byte) 0x5a);
        Files.write(file, bytes);
        isRefusedAsDamaged();
    }

    @Test
    void saysWhoHasTheLedgerLockedAtAStart() throws Exception {
        filled();
        try (Connection other = DriverManager.getConnection(url())) {
            Db.update(other, "BEGIN EXCLUSIVE");
            assertThatThrownBy(() -> SqliteLedger.open(file, clock))
                    .isInstanceOf(LedgerNotOpenException.class)
                    .hasMessageStartingWith("Another process has the ledger " + file + " locked");
        }
        SqliteLedger.open(file, clock).close();
    }

    private static void queryOnly(Connection connection, boolean on) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("PRAGMA query_only = " + on);
        }
    }

    @Test
    void saysThatTheFileMayNotBeWrittenAndGoesOnWhenItMay() throws Exception {
        Connection writer = SqliteDb.connect(file);
        try (Db db = new SqliteDb(writer, SqliteDb.connect(file), SqliteDb.connect(file), new LedgerFile(file))) {
            db.write(c -> Db.update(c, "CREATE TABLE t (x BLOB)"));
            queryOnly(writer, true);
            assertThatThrownBy(() -> db.write(c -> Db.update(c, "INSERT INTO t VALUES (1)")))
                    .isInstanceOf(LedgerUnavailableException.class)
                    .hasMessageContaining(file + " may not be written. Look at its owner and permissions");
            queryOnly(writer, false);
            db.write(c -> Db.update(c, "INSERT INTO t VALUES (1)"));
            assertThat(rows(db)).isEqualTo(1);
        }
    }
}
