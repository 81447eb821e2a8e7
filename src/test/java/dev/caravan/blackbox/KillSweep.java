package dev.caravan.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * One installation with a task for each of many providers, killed again and again; each start goes on with what the last
 * one left behind, so every kill meets each provider in another place, and every recovery is itself killed. Whenever all
 * is at rest, what was paid and published is counted, and another file is dropped for each task.
 */
final class KillSweep implements AutoCloseable {
    private static final int ROWS = 3;
    /** So many kills, then all must come to rest. */
    private static final int AT_A_TIME = 12;

    private final Path folder;
    private final KillJvm java;
    private final KillAccount account;
    private final KillRig rig;
    private final KillReport report;
    private final List<Integer> drops = new ArrayList<>();
    private int records;
    private int starts;

    /** @param report for what is done, in case that nobody waits for the end */
    KillSweep(Path folder, KillJvm java, KillAccount account, KillReport report) throws Exception {
        this.folder = folder;
        this.java = java;
        this.account = account;
        this.report = report;
        this.rig = new KillRig(folder.resolve("killed"), java, account);
        drop("[]");
        assertThat(start()).as(rig.lastWords()).isZero();
        atRest();
    }

    /**
     * Kills at each point that a run passes, until one comes to rest without passing a new one.
     *
     * @param faults the script that each drop meets
     */
    void everyPoint(String faults) throws Exception {
        int kills;
        do {
            drop(faults);
            kills = 0;
            while (start("-Dcaravan.kill.new=" + report.points()) == KillChain.KILLED) {
                kills++;
                notTwice();
            }
            atRest();
            report.table();
        } while (kills > 0);
    }

    /**
     * Kills so often, each time at an instant drawn by lot.
     *
     * @param faults scripts, of which each drop meets one
     */
    void byLot(int kills, Random random, List<String> faults) throws Exception {
        int killed = 0;
        while (killed < kills) {
            drop(faults.get(random.nextInt(faults.size())));
            int before = killed;
            while (killed < Math.min(kills, before + AT_A_TIME) && isKilled(random)) {
                killed++;
                notTwice();
                report.kill(killed);
            }
            assertThat(start()).as(rig.lastWords()).isZero();
            atRest();
            report.say("%d of %d kills, %d starts, %d drops".formatted(killed, kills, starts, drops.size()));
        }
    }

    /** One in ten dies while it starts. */
    private boolean isKilled(Random random) throws Exception {
        boolean starting = random.nextInt(10) == 0;
        return start("-Dcaravan.kill.after-us=" + micros(random), "-Dcaravan.kill.starting=" + starting)
                == KillChain.KILLED;
    }

    /** Short lives are more likely, for in them more begins anew. */
    private static long micros(Random random) {
        double share = random.nextDouble();
        return (long) (share * share * 3_000_000);
    }

    private void drop(String faults) throws Exception {
        rig.simulator().clearFaults();
        rig.simulator().faults(faults);
        int number = drops.size() + 1;
        // Where a number of requests tells batches apart, they differ.
        drops.add(ROWS + number);
        records += rig.drop(number, ROWS + number);
    }

    private int start(String... jvm) throws Exception {
        starts++;
        int exit = rig.run(jvm);
        assertThat(exit).as(rig.lastWords()).isIn(KillChain.KILLED, 0);
        return exit;
    }

    private JsonNode notTwice() throws Exception {
        JsonNode bill = rig.simulator().bill();
        assertThat(bill.get("double")).as(rig.lastWords()).isEmpty();
        return bill;
    }

    /** The exit code has said that the ledger agrees with itself. */
    private void atRest() throws Exception {
        assertThat(notTwice().get("charged")).as(rig.lastWords()).hasSize(records);
        assertThat(rig.published()).hasSize(records).doesNotHaveDuplicates();
        report.atRest();
    }

    /** What was published is what an installation publishes that nobody killed. */
    void publishedAsIfNothingHadHappened() throws Exception {
        try (var calm = new KillRig(folder.resolve("calm"), java, account)) {
            for (int i = 1; i <= drops.size(); i++) {
                calm.drop(i, drops.get(i - 1));
            }
            assertThat(calm.run()).as(calm.lastWords()).isZero();
            assertThat(withoutAttempts(rig)).hasSize(records).isEqualTo(withoutAttempts(calm));
        }
        report.say("%d starts, %d drops, %d records: each charged once, published as in a run that nobody disturbed"
                .formatted(starts, drops.size(), records));
    }

    /** Where half of a batch expired, the rest came with the next one. */
    private static List<String> withoutAttempts(KillRig rig) throws IOException {
        return rig.published().stream()
                .map(line -> line.replaceFirst("\"attempt\":\\d+", ""))
                .sorted()
                .toList();
    }

    @Override
    public void close() {
        rig.close();
    }
}
