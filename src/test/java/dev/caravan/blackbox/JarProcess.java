package dev.caravan.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** The packaged jar, running. Its standard output and error go to files, so that nothing blocks and all can be read. */
final class JarProcess {
    private static final int LAST_LINES = 25;

    private final Process process;
    private final Path out;
    private final Path err;

    JarProcess(ProcessBuilder builder, Path folder) throws IOException {
        out = Files.createTempFile(folder, "stdout-", ".txt");
        err = Files.createTempFile(folder, "stderr-", ".txt");
        process =
                builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    }

    /** Exit code, or a failure that shows what the process said. */
    int waitFor(Duration longest) throws InterruptedException, IOException {
        if (!process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("Still running after " + longest + "\n" + lastWords());
        }
        return process.exitValue();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** The most memory that it ever had, in MiB, and CPU seconds so far; nothing once it has ended. On Linux. */
    Optional<Use> use() throws IOException {
        Path status = Path.of("/proc/" + process.pid() + "/status");
        try (Stream<String> lines = Files.lines(status)) {
            Optional<String> most =
                    lines.filter(line -> line.startsWith("VmHWM:")).findFirst();
            Optional<Duration> cpu = process.info().totalCpuDuration();
            return most.isEmpty() || cpu.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Use(
                            Long.parseLong(most.get().replaceAll("\\D", "")) / 1024,
                            cpu.get().toMillis() / 1e3));
        } catch (NoSuchFileException ended) {
            return Optional.empty();
        }
    }

    /** @param mebibytes the most that were ever resident */
    record Use(long mebibytes, double cpuSeconds) {}

    /** Waits until a signal has stopped it; on Linux. */
    void awaitStopped() {
        Path stat = Path.of("/proc/" + process.pid() + "/stat");
        Awaitility.await()
                .atMost(Duration.ofSeconds(90))
                .until(() -> Files.readString(stat).replaceFirst(".*\\) ", "").startsWith("T"));
    }

    /** As {@code kill -CONT}. */
    void goOn() throws IOException, InterruptedException {
        int exit = new ProcessBuilder("kill", "-CONT", Long.toString(process.pid()))
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IOException("kill -CONT " + process.pid() + " ended with " + exit);
        }
    }

    /** How many of a class its heap has after what nobody needs was thrown away; what is only kept softly counts. */
    long living(Class<?> type) throws IOException, InterruptedException {
        Process asked = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(process.pid()),
                        "GC.class_histogram")
                .start();
        String said = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(asked.waitFor()).as(said).isZero();
        return said.lines()
                .map(line -> line.strip().split("\\s+"))
                .filter(words -> words.length > 3 && words[3].equals(type.getName()))
                .mapToLong(words -> Long.parseLong(words[1]))
                .sum();
    }

    /** As {@code kill -9}. */
    void kill() {
        // Of a process that has ended long ago, the number may be another's by now, and onExit would wait for that one.
        if (process.isAlive()) {
            process.destroyForcibly();
            process.onExit().join();
        }
    }

    /** As {@code kill}: SIGTERM. */
    void terminate() {
        process.destroy();
    }

    List<String> output() throws IOException {
        return Files.readAllLines(out);
    }

    String lastLine() throws IOException {
        List<String> lines = output();
        return lines.isEmpty() ? "" : lines.get(lines.size() - 1);
    }

    String said() throws IOException {
        return Files.readString(out) + Files.readString(err);
    }

    /** The end of what it said, for the description of an assertion: a whole log hides which test has failed. */
    String lastWords() throws IOException {
        List<String> lines = said().lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    }
}
