package dev.caravan.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Three nodes on one ledger in PostgreSQL, one spool at an S3 server and one inbox, of which one is killed again and again. */
class ClusterIT {
    @Test
    void worksOffWhatIsDroppedThoughANodeIsKilled(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder)
            throws Exception {
        try (var cluster = new Cluster(folder, 200)) {
            cluster.drop(3, 1_000);
            cluster.startAll();
            cluster.awaitPublished(200);
            cluster.kill(1);
            cluster.awaitPublished(3_000);
            allIsWell(cluster, 3_000);
        }
    }

    /**
     * Two nodes of this version, and one of the next, whose start adds to the ledger under them; then one of the older two
     * is killed and started again. {@code -Dcaravan.cluster.older=caravan.jar}: instead, nodes of that older jar and one of this
     * version.
     */
    @Test
    void twoVersionsWorkSideBySide(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) throws Exception {
        String older = System.getProperty("caravan.cluster.older", "");
        try (var cluster = new Cluster(folder, 100)) {
            if (older.isEmpty()) {
                cluster.upgrade(2, "V999__next.sql", """
                        CREATE TABLE next_thing (id bigint PRIMARY KEY, what text);
                        ALTER TABLE record ADD COLUMN next_number bigint;
                        ALTER TABLE batch ADD COLUMN next_state smallint NOT NULL DEFAULT 0;
                        CREATE INDEX batch_next_state ON batch (next_state, id);
                        """);
            } else {
                cluster.runs(0, Path.of(older));
                cluster.runs(1, Path.of(older));
            }
            cluster.drop(1, 2, 1_000);
            cluster.start(0);
            cluster.start(1);
            cluster.awaitPublished(200);
            cluster.start(2);
            cluster.awaitLiving(3);
            if (older.isEmpty()) {
                cluster.awaitMigrated("V999__next.sql");
                cluster.kill(1);
                cluster.start(1);
                cluster.drop(3, 1, 500);
                cluster.awaitPublished(2_500);
                // The killed one counts as living for some seconds.
                cluster.awaitSaid(1, "A newer Caravan has added to the ledger", "V999__next.sql");
                cluster.awaitLiving(3);
            } else {
                cluster.awaitPublished(2_000);
            }
            int before = cluster.collectedBy(0) + cluster.collectedBy(1);
            int next = cluster.collectedBy(2);
            int all = older.isEmpty() ? 2_500 : 2_000;
            int file = 4;
            // Who gets what is a matter of luck, until each has had some.
            do {
                cluster.drop(file++, 1, 500);
                all += 500;
                cluster.awaitPublished(all);
            } while (file < 30
                    && (cluster.collectedBy(0) + cluster.collectedBy(1) == before || cluster.collectedBy(2) == next));
            System.out.println("Two versions: records collected in the end by the older "
                    + (cluster.collectedBy(0) + cluster.collectedBy(1) - before) + ", by the newer "
                    + (cluster.collectedBy(2) - next));
            assertThat(cluster.collectedBy(0) + cluster.collectedBy(1)).isGreaterThan(before);
            assertThat(cluster.collectedBy(2)).isGreaterThan(next);
            allIsWell(cluster, all);
        }
    }

    @Test
    void readsOneFileTogetherThoughANodeIsKilledInARange(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder)
            throws Exception {
        try (var cluster = new Cluster(folder, 2_000)) {
            cluster.startAll();
            cluster.awaitAll();
            cluster.drop(1, 10_000);
            int killed = cluster.killInARange();
            cluster.awaitPublished(10_000);
            allIsWell(cluster, 10_000);
            assertThat(cluster.rangesReadBy((killed + 1) % Cluster.NODES)).isPositive();
            assertThat(cluster.rangesReadBy((killed + 2) % Cluster.NODES)).isPositive();
        }
    }

    /** {@code -Dcaravan.matrix=long}; the share of each node goes to standard output. */
    @Test
    @EnabledIfSystemProperty(named = "caravan.matrix", matches = "long")
    void sharesTheWorkWhileOneAfterAnotherIsKilled(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder)
            throws Exception {
        int records = Integer.getInteger("caravan.cluster.records", 200_000);
        var random = new Random(Long.getLong("caravan.seed", 7));
        int kills = 0;
        try (var cluster = new Cluster(folder, 1_000)) {
            cluster.drop(20, records / 20);
            cluster.startAll();
            List<Integer> next = new ArrayList<>();
            while (!cluster.isPublished(records, random.nextInt(10, 25))) {
                if (next.isEmpty()) {
                    // Each as often as the others, or the lot would decide who gets how much done.
                    IntStream.range(0, Cluster.NODES).forEach(next::add);
                    Collections.shuffle(next, random);
                }
                cluster.kill(next.remove(0));
                // A busy machine takes longer for a start than lies between two kills.
                cluster.awaitReady();
                kills++;
            }
            allIsWell(cluster, records);
            Map<Integer, Integer> collected = new TreeMap<>();
            for (int node = 0; node < Cluster.NODES; node++) {
                collected.put(node + 1, cluster.collectedBy(node));
            }
            System.out.println("Cluster: " + records + " records, " + kills + " kills, collected by node " + collected);
            assertThat(collected.values()).allSatisfy(share -> assertThat(share).isGreaterThanOrEqualTo(records / 5));
        }
    }

    private static void allIsWell(Cluster cluster, int records) throws Exception {
        JsonNode bill = cluster.bill();
        assertThat(bill.get("double")).isEmpty();
        assertThat(bill.get("charged")).hasSize(records);
        cluster.stopAll();
        assertThat(cluster.recount()).isEmpty();
        Map<String, Integer> lines = cluster.publishedLines();
        assertThat(lines).hasSize(records);
        assertThat(lines.values()).containsOnly(1);
    }
}
