package dev.caravan.testkit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A program of its own with little memory, which is ended when one case takes too long. It prints what it did; a case
 * that went wrong is printed with its seed.
 */
public final class FuzzRun {
    /** Cases of each target; {@code -Dcaravan.fuzz.cases} sets more for a long run. */
    public static final int CASES = Integer.getInteger("caravan.fuzz.cases", 0);

    /** {@code -Dcaravan.fuzz.seed} for others, or to see one case again. */
    public static final long SEED = Long.getLong("caravan.fuzz.seed", 1);

    private FuzzRun() {}

    /** The lines that it printed. */
    public static List<String> of(Class<?> program, String heap, Path folder, int cases) throws Exception {
        Path out = Files.createTempFile(folder, "fuzz", ".txt");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                program.getName(),
                folder.toString(),
                Long.toString(SEED),
                Integer.toString(CASES > 0 ? CASES : cases)));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        boolean ended = process.waitFor(CASES > 0 ? 100_000 : 300, TimeUnit.SECONDS);
        process.destroyForcibly().waitFor();
        List<String> lines = new ArrayList<>(Files.readAllLines(out).stream()
                .filter(l -> !l.startsWith("SLF4J"))
                .toList());
        lines.add(ended ? "exit " + process.exitValue() : "it did not end");
        return lines;
    }

    /** Ends the program when a case takes longer than a minute. */
    public static final class Watch implements AutoCloseable {
        private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(1);

        private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        private volatile String current = "nothing";
        private volatile long since = System.nanoTime();

        public Watch() {
            clock.scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.SECONDS);
        }

        public void begins(String what) {
            current = what;
            since = System.nanoTime();
        }

        private void look() {
            if (System.nanoTime() - since > LONGEST_NANOS) {
                System.out.println("HANGS " + current);
                Runtime.getRuntime().halt(3);
            }
        }

        @Override
        public void close() {
            clock.shutdownNow();
        }
    }
}
