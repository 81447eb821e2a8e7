package dev.caravan.env;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A disk that is really full, again and again: a small file system of its own for all data, in a process that sees it
 * alone. Needs no rights, but a system that lets users make name spaces, as Debian does; skipped where it does not.
 */
class DiskFullIT {
    private static final int DROPS = 4;
    private static final int ROWS = 200;

    @TempDir
    Path folder;

    /** The small file system as this process sees it. */
    private Path disk;

    @Test
    void losesNothingAndPaysNothingTwiceWhileTheDiskIsFullNowAndThen() throws Exception {
        try (Whole caravan = new Whole(folder)) {
            Process process = onASmallDisk(caravan);
            try {
                Path inbox = disk.resolve("inbox/chat");
                for (int i = 1; i <= DROPS; i++) {
                    Path part = Files.writeString(folder.resolve("drop-" + i), Whole.rows("d" + i, ROWS));
                    Files.copy(part, inbox.resolve("d" + i + ".jsonl.part"));
                    Files.move(inbox.resolve("d" + i + ".jsonl.part"), inbox.resolve("d" + i + ".jsonl"));
                }
                var random = new Random(5);
                for (int i = 0; i < 8; i++) {
                    fill();
                    LockSupport.parkNanos(
                            Duration.ofMillis(400 + random.nextInt(500)).toNanos());
                    empty();
                    LockSupport.parkNanos(
                            Duration.ofMillis(150 + random.nextInt(250)).toNanos());
                }
                assertThat(process.isAlive()).isTrue();
                Awaitility.await()
                        .atMost(Duration.ofSeconds(90))
                        .pollInterval(Duration.ofMillis(200))
                        .until(() -> published().size() == DROPS * ROWS);
                assertThat(published()).doesNotHaveDuplicates();
                assertThat(caravan.bill().path("double")).isEmpty();
                assertThat(caravan.bill().path("records").asInt()).isEqualTo(DROPS * ROWS);
                assertThat(said()).contains(" is full (0 MB free). Make room there; Caravan goes on by itself");
                assertThat(said().lines().filter(line -> line.contains("ERROR") || line.contains("WARN")))
                        .hasSizeLessThan(60);
                // A manifest may be under way just now.
                Awaitility.await()
                        .atMost(Duration.ofSeconds(30))
                        .untilAsserted(() -> assertThat(leftovers()).isEmpty());
            } finally {
                process.destroyForcibly().waitFor();
            }
        }
    }

    private Process onASmallDisk(Whole caravan) throws Exception {
        Path data = Files.createDirectories(folder.resolve("data"));
        Process process = new ProcessBuilder(Stream.concat(
                                Stream.of(
                                        "unshare",
                                        "-rm",
                                        "sh",
                                        "-c",
                                        "mount -t tmpfs -o size=16m tmpfs " + data + " && exec \"$@\"",
                                        "sh"),
                                Whole.program(toTheLastByte(caravan)).stream())
                        .toList())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said.txt").toFile())
                .start();
        disk = Path.of("/proc/" + process.pid() + "/root" + data);
        Awaitility.await()
                .atMost(Duration.ofSeconds(90))
                .until(() -> !process.isAlive() || said().contains("is ready"));
        Assumptions.assumeFalse(said().contains("unshare:") || said().contains("mount:"), said());
        assertThat(process.isAlive()).as(said()).isTrue();
        return process;
    }

    /** Else most stages would stop before the disk is full. */
    private static List<String> toTheLastByte(Whole caravan) {
        return Stream.concat(caravan.options().stream(), Stream.of("--caravan.disk.min-free=0"))
                .toList();
    }

    private String said() throws IOException {
        return Files.readString(folder.resolve("said.txt"));
    }

    /** Takes all the room there is. */
    private void fill() throws IOException {
        byte[] zeros = new byte[4096];
        try (OutputStream out =
                Files.newOutputStream(disk.resolve("ballast"), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            while (true) {
                out.write(zeros);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left");
        }
    }

    private void empty() throws IOException {
        Files.delete(disk.resolve("ballast"));
    }

    /** Source record IDs of all published lines. */
    private List<String> published() throws IOException {
        Path outbox = disk.resolve("outbox/chat");
        if (!Files.isDirectory(outbox)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(outbox)) {
            return files.filter(file -> file.toString().endsWith(".jsonl"))
                    .flatMap(DiskFullIT::lines)
                    .map(line -> line.replaceAll(".*\"source_id\":\"([^\"]+)\".*", "$1"))
                    .toList();
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private List<Path> leftovers() throws IOException {
        try (Stream<Path> files = Files.walk(disk)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().contains(".tmp"))
                    .toList();
        }
    }
}
