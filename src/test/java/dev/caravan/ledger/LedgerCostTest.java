package dev.caravan.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the ledger takes for a record from its arrival to its publication, in rows, logs and CPU time. Prints figures for
 * docs/scale.md, and holds them to a bound. {@code -Dledger.records=1000000} says how many.
 */
@EnabledIfSystemProperty(named = "ledger.records", matches = "\\d+")
class LedgerCostTest {
    private static final int BATCH = 50_000;
    private static final int CHUNK = 5_000;
    private static final int PUBLICATION = 10_000;

    private final int records = Integer.getInteger("ledger.records", BATCH);
    private final TestClock clock = new TestClock();

    @TempDir
    Path folder;

    @Test
    void inPostgres() throws Exception {
        PostgresSettings database = EmptyPostgres.createBare("ENCODING 'UTF8'");
        try (Ledger ledger = PostgresLedger.open(database, clock);
                Connection look = PostgresLedger.connect(database)) {
            long wal = log(look);
            double cpu = cpu() + cpuOf(look);
            arrive(ledger);
            print("PostgreSQL, arrived", "record", size(look, "pg_table_size", "record"));
            print("PostgreSQL, arrived", "indexes of record", size(look, "pg_indexes_size", "record"));
            print("PostgreSQL, arrived", "WAL", log(look) - wal);
            moveOn(ledger);
            print("PostgreSQL, published", "record", size(look, "pg_table_size", "record"));
            print("PostgreSQL, published", "indexes of record", size(look, "pg_indexes_size", "record"));
            long rest = Db.number(
                    look,
                    "SELECT sum(pg_total_relation_size(oid)) FROM pg_class WHERE relkind = 'r' AND relname <> 'record'"
                            + " AND relnamespace = 'public'::regnamespace");
            print("PostgreSQL, published", "all other tables", rest);
            long all = log(look) - wal;
            print("PostgreSQL, published", "WAL", all);
            System.out.printf(Locale.ROOT, "PostgreSQL: %.1f s of CPU, server and client%n", cpu() + cpuOf(look) - cpu);
            assertThat(ledger.counts().recount()).isEmpty();
            assertThat(ledger.counts().total().in(RecordState.PUBLISHED)).isEqualTo(records);
            assertThat(all / records).isLessThan(4_000);
        }
    }

    @Test
    void inSqlite() throws Exception {
        Path file = folder.resolve("caravan.db");
        long before = written();
        double cpu = cpu();
        try (Ledger ledger = SqliteLedger.open(file, clock)) {
            arrive(ledger);
            print("SQLite, arrived", "written, with the log", written() - before);
            moveOn(ledger);
            print("SQLite, published", "written, with the log", written() - before);
            System.out.printf(Locale.ROOT, "SQLite: %.1f s of CPU%n", cpu() - cpu);
            assertThat(ledger.counts().recount()).isEmpty();
            assertThat(ledger.counts().total().in(RecordState.PUBLISHED)).isEqualTo(records);
        }
        print("SQLite, published", "file", Files.size(file));
        assertThat(Files.size(file) / records).isLessThan(200);
    }

    private void arrive(Ledger ledger) {
        var bench = new Bench(ledger, clock);
        for (int i = 0; i < records; i += BATCH) {
            bench.drop(bench.recipe, Bench.rows("T-" + (100 + i / BATCH) + "-", Math.min(BATCH, records - i)));
        }
    }

    private void moveOn(Ledger ledger) {
        var bench = new Bench(ledger, clock);
        for (int i = 0; i < records; i += BATCH) {
            var members = new Members.Builder();
            ledger.assembly()
                    .candidates(bench.task, 0, BATCH)
                    .forEach(one -> members.add(one.recordId(), one.attempt()));
            assertThat(bench.assembled(bench.open(bench.recipe), members.build()))
                    .isTrue();
            Batches.Claim claim = bench.collecting();
            List<Collection.Outcome> outcomes = bench.outcomes(claim, RecordState.COMPLETED);
            for (int from = 0; from < outcomes.size(); from += CHUNK) {
                bench.apply(claim, outcomes.subList(from, Math.min(from + CHUNK, outcomes.size())));
            }
            ledger.collection().collected(claim);
        }
        clock.pass(Duration.ofSeconds(5));
        for (var one = ledger.publications().open(bench.task, PUBLICATION);
                one.isPresent();
                one = ledger.publications().open(bench.task, PUBLICATION)) {
            ledger.publications().sealed(one.get().id(), Bench.content(one.get()), List.of("out"));
            ledger.publications()
                    .delivered(ledger.publications().claimDelivery().orElseThrow());
        }
    }

    private void print(String when, String what, long bytes) {
        System.out.printf(Locale.ROOT, "%s: %s: %.0f bytes per record%n", when, what, (double) bytes / records);
    }

    private static long size(Connection c, String of, String table) throws SQLException {
        return Db.number(c, "SELECT " + of + "('" + table + "')");
    }

    private static long log(Connection c) throws SQLException {
        return Db.number(c, "SELECT (pg_current_wal_insert_lsn() - '0/0')::bigint");
    }

    /** Bytes that this process has given to be written to a disk; on Linux. */
    private static long written() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/io"))) {
            return lines.filter(line -> line.startsWith("write_bytes:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** Seconds, of this process. */
    private static double cpu() {
        return seconds(ProcessHandle.current());
    }

    /** Seconds, of the server's processes for this database, which live as long as the ledger is open. */
    private static double cpuOf(Connection c) throws SQLException {
        return Db.list(
                        c,
                        "SELECT pid FROM pg_stat_activity WHERE datname = current_database()",
                        r -> ProcessHandle.of(r.getLong(1)))
                .stream()
                .flatMap(Optional::stream)
                .mapToDouble(LedgerCostTest::seconds)
                .sum();
    }

    private static double seconds(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1e3;
    }
}
