package dev.caravan.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * One installation whose results wait for people, killed at one point after another: where its gate opens and what was
 * decided is published, where records go again, and where their new answers are published. Each start goes on with what the
 * last one left behind. When an act is over the person does the next thing, and after the last another file is dropped.
 */
final class KillJudgement implements AutoCloseable {
    /** So often a point is looked for by the first start of its act. */
    private static final int TRIES = 2;

    private static final String MISSED = "not passed again";
    private static final String ACCOUNT = "judgement";

    /** What happens until all is at rest and somebody is needed. */
    enum Act {
        /** A file is answered; its gate is closed, one of its valid records is put into review. */
        ANSWER,
        /** What was decided, and all behind the gate, is published. */
        PUBLISH,
        /** All of it goes again: new revisions of what left, further attempts of the rest. */
        RERUN,
        /** The new answers are published, after a person approved what was in review. */
        AGAIN
    }

    private final Path folder;
    private final KillJvm java;
    private final KillRig rig;
    private final Judge judge;
    private final Map<String, String> table = new TreeMap<>();
    private final Map<String, Integer> tries = new HashMap<>();
    private final List<String> killedNow = new ArrayList<>();
    private Map<String, Long> calm = Map.of();
    private Act now = Act.ANSWER;
    private boolean working;
    private int drops;
    private int starts;

    KillJudgement(Path folder, KillJvm java) throws Exception {
        this.folder = folder;
        this.java = java;
        var account = KillAccount.simple("simulator", "gpt-5-mini", ", thinking: low");
        this.rig = new KillRig(folder.resolve("killed"), java, account);
        JudgedTask.into(rig);
        this.judge = new Judge(rig);
    }

    /** What each act passes when nobody disturbs it, in the order in which it does. */
    Map<Act, Set<String>> calmPoints() throws Exception {
        Map<Act, Set<String>> points = new EnumMap<>(Act.class);
        for (Act act : Act.values()) {
            begin(act);
            Path record = folder.resolve("points-" + act + ".txt");
            settle("-Dcaravan.kill.record=" + record);
            points.put(act, KillChain.firstPasses(Files.readAllLines(record)));
        }
        calm = held();
        return points;
    }

    /** Kills at each of these points, as many in one round as it passes; what it did not pass comes first in the next one. */
    void killAt(Map<Act, List<String>> points) throws Exception {
        Map<Act, Deque<String>> left = new EnumMap<>(Act.class);
        points.forEach((act, all) -> left.put(act, new ArrayDeque<>(all)));
        while (left.values().stream().anyMatch(queue -> !queue.isEmpty())) {
            killedNow.clear();
            for (Act act : Act.values()) {
                begin(act);
                killWhileWorking(left.getOrDefault(act, new ArrayDeque<>()));
                if (working) {
                    settle();
                }
            }
            asIfNothingHadHappened();
        }
    }

    private void killWhileWorking(Deque<String> points) throws Exception {
        for (boolean first = true; working && !points.isEmpty(); first = false) {
            String point = points.remove();
            String name = now + " " + point;
            if (start("-Dcaravan.kill.at=" + point) == KillChain.KILLED) {
                table.put(name, "killed, as if nothing had happened");
                killedNow.add(name);
            } else if (first && tries.merge(name, 1, Integer::sum) >= TRIES) {
                table.put(name, MISSED);
            } else {
                points.addFirst(point);
            }
        }
    }

    /** Points that were passed when nothing disturbed, and then in no try. */
    List<String> missed() {
        return table.entrySet().stream()
                .filter(one -> one.getValue().equals(MISSED))
                .map(Map.Entry::getKey)
                .toList();
    }

    private void begin(Act act) throws Exception {
        now = act;
        working = true;
        switch (act) {
            case ANSWER -> {
                rig.simulator().faults(JudgedTask.FAULT);
                JudgedTask.drop(rig, ++drops);
            }
            case PUBLISH -> {
                rig.simulator().clearFaults();
                judge.decide();
            }
            case RERUN -> judge.again(judge.drops().get(drops - 1));
            default -> judge.approveAll(judge.drops().subList(drops - 1, drops));
        }
    }

    private int start(String... jvm) throws Exception {
        starts++;
        int exit = rig.run(jvm);
        assertThat(exit).as(now + " " + List.of(jvm) + "\n" + rig.lastWords()).isIn(KillChain.KILLED, 0);
        working = exit == KillChain.KILLED;
        return exit;
    }

    private void settle(String... jvm) throws Exception {
        assertThat(start(jvm)).isZero();
        assertThat(rig.simulator().bill().get("double")).isEmpty();
    }

    /**
     * At the end of a round: the provider charged each attempt once, and sinks and ledger hold so many times what they held
     * after the first round, which nobody disturbed. That the ledger agrees with itself is said by the exit codes.
     */
    private void asIfNothingHadHappened() throws Exception {
        assertThat(rig.simulator().bill().get("charged"))
                .as("after kills at " + killedNow)
                .hasSize(2 * JudgedTask.ROWS * drops);
        Map<String, Long> expected = new TreeMap<>(calm);
        expected.replaceAll((what, times) -> times * drops);
        assertThat(held()).as("after kills at " + killedNow).isEqualTo(expected);
        // Rows 1 to 4 and 6; then all but two as new revisions, and those two.
        assertThat(linesOf("chat")).isEqualTo(13 * drops);
        // Rows 1, 2 and 6 as a person wrote it; then 1, 2 and 8.
        assertThat(linesOf("chat-glad")).isEqualTo(6 * drops);
        assertThat(linesOf("chat-rejects")).isEqualTo(drops);
    }

    /** What sinks hold and the ledger tells, without what tells rounds apart and which record was the sample; how often. */
    private Map<String, Long> held() throws Exception {
        Map<String, Long> held = judge.told();
        for (String line : rig.published()) {
            String alike = line.replaceAll("\"d\\d+-", "\"d-")
                    .replaceFirst("\"score\":[^,}]*", "")
                    .replaceFirst("\"review\":(null|\"[a-z]+\")", "")
                    .replaceFirst("\"drop\":\\{[^}]*}", "")
                    .replaceFirst("\"at\":\"[^\"]*\"", "");
            held.merge(alike, 1L, Long::sum);
        }
        return held;
    }

    private long linesOf(String sink) throws IOException {
        return rig.published().stream()
                .filter(line -> line.startsWith(sink + " "))
                .count();
    }

    /** Adds the table to {@code target/}. */
    void write() throws IOException {
        StringBuilder text = new StringBuilder(
                "%s: %d starts, %d drops, %d points%n".formatted(ACCOUNT, starts, drops, table.size()));
        table.forEach((point, result) -> text.append("  %-56s %s%n".formatted(point, result)));
        Files.writeString(Path.of("target/kill-table-" + ACCOUNT + ".txt"), text);
    }

    @Override
    public void close() {
        rig.close();
    }
}
