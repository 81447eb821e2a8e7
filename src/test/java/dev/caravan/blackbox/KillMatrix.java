package dev.caravan.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Caravan as a process of its own is sent SIGKILL at every point that a run passes, from the first byte read
 * to the last file published, and once more at points drawn by lot. The short form of the matrix, for one provider.
 */
abstract class KillMatrix {
    /** So many points are passed over for one kill, so that a build stays short; 1 for every point. */
    private static final int EVERY = Integer.getInteger("caravan.kill.every", 10);

    private static final int AT_RANDOM = 2;
    /** So many points may be left out because they are passed only when timing has it so; the table names them. */
    private static final int MISSED = 3;

    @TempDir
    Path folder;

    abstract KillAccount account();

    /** Rules 1 to 4, 6, 20, 22, 30, 32, 37, 38, 41 and 43, as far as the death of a process can break them. */
    @Test
    void paysEachRecordOnceAndPublishesItOnceWhereverItIsKilled() throws Exception {
        try (var chain = new KillChain(folder, new KillJvm(), account())) {
            Set<String> calm = chain.calmPoints();
            Set<String> troubled = chain.troubledPoints(calm);
            assertThat(calm).hasSizeGreaterThan(50);
            assertThat(troubled).isNotEmpty();
            chain.killAt(shortForm(calm), false);
            chain.killAt(shortForm(troubled), true);
            List<String> all = new ArrayList<>(calm);
            all.addAll(troubled);
            assertThat(chain.killAtRandom(AT_RANDOM, all, new Random(17), 2_000))
                    .isEqualTo(AT_RANDOM);
            chain.settledAsIfNothingHadHappened();
            chain.write("short form");
            chain.missedAtMost(MISSED);
        }
    }

    /**
     * Dying before a write is as dying after the one before it; only where something else may happen between both is left.
     */
    private List<String> shortForm(Set<String> points) {
        List<String> ours = points.stream()
                .filter(point -> point.startsWith("after|")
                        || point.contains("|call ")
                        || point.contains("Writer.")
                        || point.contains("WholeFile."))
                .filter(this::isOurs)
                .toList();
        return IntStream.range(0, ours.size())
                .filter(i -> i % EVERY == 0)
                .mapToObj(ours::get)
                .toList();
    }

    /** Which of the points are left to this provider; all, unless another matrix has what no provider has to do with. */
    boolean isOurs(String point) {
        return true;
    }
}
