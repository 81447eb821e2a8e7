package dev.caravan.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * One installation that is killed at one point after another. Each start goes on with what the last one left behind and
 * dies at the next point; so n kills cost n + 1 starts, and every recovery is itself killed. When there is nothing left to
 * do, another file is dropped.
 */
final class KillChain implements AutoCloseable {
    static final int KILLED = 137;

    /** So often a point is looked for in an installation of its own. */
    private static final int TRIES = 3;

    private static final String MISSED = "not passed again";

    /** A create that never arrives, for the points that only a doubt passes. */
    private static final String TROUBLE = "[{\"on\":\"batches.create\",\"do\":\"lose-request\"}]";

    private final Path folder;
    private final KillJvm java;
    private final KillAccount account;
    private final KillRig rig;
    private final List<Integer> drops = new ArrayList<>();
    private final TreeMap<String, String> table = new TreeMap<>();
    private List<String> firstDrop = List.of();
    private List<String> bothDrops = List.of();
    private boolean working;
    private int starts;
    private int rows = 4;

    KillChain(Path folder, KillJvm java, KillAccount account) throws Exception {
        this.folder = folder;
        this.java = java;
        this.account = account;
        this.rig = new KillRig(folder.resolve("killed"), java, account);
    }

    /** What a run passes that nobody disturbs, in the order in which it does. */
    Set<String> calmPoints() throws Exception {
        drop("[]");
        Set<String> points = points();
        firstDrop = rig.published();
        return points;
    }

    /** What a run passes whose create got lost, beside what any run does. */
    Set<String> troubledPoints(Set<String> calm) throws Exception {
        drop(TROUBLE);
        Set<String> points = points();
        bothDrops = rig.published();
        points.removeAll(calm);
        return points;
    }

    private Set<String> points() throws Exception {
        Path record = folder.resolve("points-" + starts + ".txt");
        settle("-Dcaravan.kill.record=" + record);
        return firstPasses(Files.readAllLines(record));
    }

    /** A point before a method counts if the first call of it led to something. */
    static Set<String> firstPasses(List<String> passes) {
        Set<String> points = new LinkedHashSet<>();
        for (int i = 0; i < passes.size(); i++) {
            String name = passes.get(i).substring(passes.get(i).lastIndexOf('|') + 1);
            int after = passes.indexOf("after|1|" + name);
            int second = passes.indexOf("before|2|" + name);
            boolean meant = after >= 0 && (second < 0 || second > after);
            if (passes.get(i).equals("after|1|" + name)
                    || (meant && passes.get(i).equals("before|1|" + name))) {
                points.add(passes.get(i));
            }
        }
        return points;
    }

    /** Kills at each of these points, one after another; those that a ledger passes once in its life, in a new one. */
    void killAt(Iterable<String> points, boolean troubled) throws Exception {
        for (String point : points) {
            boolean fresh = !working;
            if (killedAt(point, troubled) || (!fresh && killedAt(point, troubled))) {
                table.put(point, "killed");
            } else {
                killAlone(point, troubled);
            }
        }
    }

    /**
     * Kills an installation of its own at this point, one with the very past in which the point was found: what a start does
     * with request files of collected batches, say, needs an earlier batch. Even so some points are passed only when timing
     * has it so, such as a poll that meets a batch in one state: then there are further tries.
     */
    private void killAlone(String point, boolean troubled) throws Exception {
        for (int i = 0; i < TRIES; i++) {
            if (killedAlone(point, troubled)) {
                table.put(point, "killed");
                return;
            }
        }
        table.put(point, MISSED);
    }

    /** Once it has settled, nothing shows whether it was killed. */
    private boolean killedAlone(String point, boolean troubled) throws Exception {
        starts++;
        try (var own = new KillRig(folder.resolve("own-" + starts), java, account)) {
            own.drop(1, drops.get(0));
            if (troubled) {
                starts++;
                assertThat(own.run()).as(own.lastWords()).isZero();
                own.simulator().faults(TROUBLE);
                own.drop(2, drops.get(1));
            }
            int exit = own.run("-Dcaravan.kill.at=" + point);
            assertThat(exit).as(point + "\n" + own.lastWords()).isIn(KILLED, 0);
            if (exit == KILLED) {
                starts++;
                assertThat(own.run()).as(point + "\n" + own.lastWords()).isZero();
            }
            JsonNode bill = own.simulator().bill();
            assertThat(bill.get("double")).as(point).isEmpty();
            List<String> published = troubled ? bothDrops : firstDrop;
            assertThat(bill.get("charged")).as(point).hasSize(published.size());
            assertThat(own.published()).as(point).isEqualTo(published);
            return exit == KILLED;
        }
    }

    /** Points that were passed when nothing disturbed, and then in no try: at most so many, or the matrix has a hole. */
    void missedAtMost(int most) {
        assertThat(table.entrySet().stream()
                        .filter(one -> one.getValue().startsWith(MISSED))
                        .map(Map.Entry::getKey)
                        .toList())
                .as("points that were not passed again")
                .hasSizeLessThanOrEqualTo(most);
    }

    /** Kills so often, at points and passes drawn by lot; every drop has about so many rows. */
    int killAtRandom(int kills, List<String> points, Random random, int rows) throws Exception {
        this.rows = rows;
        int killed = 0;
        for (int i = 0; killed < kills && i < 5 * kills; i++) {
            String point = points.get(random.nextInt(points.size()));
            // A pass that is not the first is not always there.
            int pass = working ? 1 : 1 + random.nextInt(3);
            if (killedAt(point.replace("|1|", "|" + pass + "|"), random.nextInt(4) == 0)) {
                killed++;
            }
        }
        return killed;
    }

    private boolean killedAt(String point, boolean troubled) throws Exception {
        if (!working) {
            drop(troubled ? TROUBLE : "[]");
        }
        starts++;
        int exit = rig.run("-Dcaravan.kill.at=" + point);
        assertThat(exit).as(point + "\n" + rig.lastWords()).isIn(KILLED, 0);
        working = exit == KILLED;
        return working;
    }

    private void drop(String faults) throws Exception {
        rig.simulator().clearFaults();
        rig.simulator().faults(faults);
        int number = drops.size() + 1;
        // Where a number of requests tells batches apart, they differ.
        drops.add(1 + rows + number);
        rig.drop(number, drops.get(number - 1));
        working = true;
    }

    private void settle(String... jvm) throws Exception {
        starts++;
        int exit = rig.run(jvm);
        assertThat(exit).as(rig.lastWords()).isZero();
        working = false;
    }

    /**
     * Lets it come to rest: the ledger agrees with itself (or the exit code says otherwise), the provider charged each record
     * once, and what was published is what an installation publishes that nobody killed.
     */
    void settledAsIfNothingHadHappened() throws Exception {
        rig.simulator().clearFaults();
        settle();
        int records = drops.stream().mapToInt(n -> n).sum();
        JsonNode bill = rig.simulator().bill();
        assertThat(bill.get("double")).isEmpty();
        assertThat(bill.get("charged")).hasSize(records);
        List<String> published = rig.published();
        try (var calm = new KillRig(folder.resolve("calm"), java, account)) {
            for (int i = 1; i <= drops.size(); i++) {
                calm.drop(i, drops.get(i - 1));
            }
            assertThat(calm.run()).as(calm.lastWords()).isZero();
            assertThat(published).hasSize(records).isEqualTo(calm.published());
        }
        table.replaceAll((point, result) -> result + ", paid once, published as if nothing had happened");
    }

    /** Adds the table to {@code target/kill-table-<provider>.txt}. */
    void write(String title) throws IOException {
        StringBuilder text = new StringBuilder("%s, %s: %d starts, %d drops, %d points%n"
                .formatted(account, title, starts, drops.size(), table.size()));
        table.forEach((point, result) -> text.append("  %-48s %s%n".formatted(point, result)));
        Path file = Path.of("target/kill-table-" + account + "-" + title.replace(' ', '-') + ".txt");
        Files.writeString(file, text);
    }

    @Override
    public void close() {
        rig.close();
    }
}
