package dev.caravan.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.blackbox.KillJudgement.Act;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The kill matrix of what people decide: gates, decisions, shares and rejects, replays, and reruns. */
class KillJudgementIT {
    /** So many points are passed over for one kill, so that a build stays short; 1 for every point. */
    private static final int EVERY = Integer.getInteger("caravan.kill.every", 5);

    /** What else is passed is left to {@link KillMatrix}, and killed at here only in the long form. */
    private static final String OURS = ".*\\|(Drops|FileSink|Gates|Publications|Requests|Reruns)\\..*";

    /** So many points may be left out because they are passed only when timing has it so; the table names them. */
    private static final int MISSED = 3;

    @TempDir
    Path folder;

    /** Rules 35, 37 to 39, 41 to 43, as far as the death of a process can break them. */
    @Test
    void decidesPublishesAndSendsAgainOnceWhereverItIsKilled() throws Exception {
        try (var judged = new KillJudgement(folder, new KillJvm())) {
            Map<Act, Set<String>> calm = judged.calmPoints();
            assertThat(calm.get(Act.ANSWER)).contains("after|1|Gates.choose");
            assertThat(calm.get(Act.PUBLISH)).contains("after|1|Gates.open", "after|1|Publications.sealed");
            assertThat(calm.get(Act.RERUN)).contains("after|1|Reruns.begin", "after|1|Reruns.done");
            assertThat(calm.get(Act.AGAIN)).contains("after|1|Gates.openBy");
            judged.killAt(chosen(calm));
            judged.write();
            assertThat(judged.missed()).hasSizeLessThanOrEqualTo(MISSED);
        }
    }

    /**
     * Dying before a write is as dying after the one before it; only where something else may happen between both is left.
     * How a file is answered is left to {@link KillMatrix}, but for the record that is put into review when all is answered.
     */
    private static Map<Act, List<String>> chosen(Map<Act, Set<String>> calm) {
        Map<Act, List<String>> chosen = new EnumMap<>(Act.class);
        Set<String> seen = new HashSet<>();
        chosen.put(Act.ANSWER, List.of("after|1|Gates.choose"));
        for (Act act : List.of(Act.PUBLISH, Act.RERUN, Act.AGAIN)) {
            List<String> points = calm.get(act).stream()
                    .filter(point -> point.startsWith("after|")
                            || point.contains("|call ")
                            || point.contains("Writer.")
                            || point.contains("WholeFile."))
                    .filter(point -> seen.add(point) || act == Act.RERUN)
                    .filter(point -> EVERY == 1 || point.matches(OURS))
                    .toList();
            chosen.put(
                    act,
                    IntStream.range(0, points.size())
                            .filter(i -> i % EVERY == 0)
                            .mapToObj(points::get)
                            .toList());
        }
        return chosen;
    }
}
