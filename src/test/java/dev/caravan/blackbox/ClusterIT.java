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
                cluster.startEnded();
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
