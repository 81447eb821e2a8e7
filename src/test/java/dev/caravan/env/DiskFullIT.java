package dev.caravan.env;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.testkit.LiveFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Disks that are really full, again and again: small file systems for the ledger, the spool, the outbox, the copies of manifests and
 * the rest, in a process that sees them alone. Needs no rights, but a system that lets users make name spaces, as Debian does;
 * skipped where it does not.
 */
class DiskFullIT {
    private static final int DROPS = 4;
    private static final int ROWS = 200;

    /** Each has a disk of its own; what is below data beside them has another one. */
    private static final List<String> DISKS = List.of("ledger", "spool", "outbox", "manifests");

    @TempDir
    Path folder;

    /** The small file system as this process sees it. */
    private Path disk;

    /** How much was said when the last drop was published. */
    private int quiet;

    @Test
    void losesNothingAndPaysNothingTwiceWhicheverDiskIsFullAndGoesOnByItself() throws Exception {
        try (Whole caravan = new Whole(folder)) {
            Process process = onSmallDisks(caravan);
            try {
                int drops = 0;
                for (String full : DISKS) {
                    fill(full);
                    drop(++drops);
                    Awaitility.await()
                            .atMost(Duration.ofSeconds(60))
                            .pollInterval(Duration.ofMillis(100))
                            .alias(full + " is said to be full")
                            .until(() -> saidFull().stream().anyMatch(line -> line.contains("/data/" + full)));
                    assertThat(saidFull())
                            .allMatch(line -> mayBeSaid(line, full), "of what is full, not of another disk");
                    empty(full);
                    published(drops);
                    quiet = said().length();
                }
                for (int i = 0; i < DROPS; i++) {
                    drop(++drops);
                }
                fullNowAndThen();
                assertThat(process.isAlive()).isTrue();
                published(drops);
                assertThat(caravan.bill().path("double")).isEmpty();
                assertThat(caravan.bill().path("records").asInt()).isEqualTo(drops * ROWS);
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

    private static boolean mayBeSaid(String line, String full) {
        return DISKS.stream().filter(disk -> !disk.equals(full)).noneMatch(disk -> line.contains("/data/" + disk));
    }

    /** All disks at once. */
    private void fullNowAndThen() throws IOException {
        var random = new Random(5);
        for (int i = 0; i < 6; i++) {
            for (String one : DISKS) {
                fill(one);
            }
            LockSupport.parkNanos(Duration.ofMillis(400 + random.nextInt(500)).toNanos());
            for (String one : DISKS) {
                empty(one);
            }
            LockSupport.parkNanos(Duration.ofMillis(150 + random.nextInt(250)).toNanos());
        }
    }

    private void drop(int number) throws IOException {
        Path inbox = disk.resolve("inbox/chat");
        Path part = Files.writeString(folder.resolve("drop-" + number), Whole.rows("d" + number, ROWS));
        Files.copy(part, inbox.resolve("d" + number + ".jsonl.part"));
        Files.move(inbox.resolve("d" + number + ".jsonl.part"), inbox.resolve("d" + number + ".jsonl"));
    }

    /** All records of so many drops, each once. */
    private void published(int drops) throws IOException {
        Awaitility.await()
                .atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> published().size() == drops * ROWS);
        assertThat(published()).doesNotHaveDuplicates();
    }

    /** What was said of full disks since the last drop was published. */
    private List<String> saidFull() throws IOException {
        return said().substring(quiet)
                .lines()
                .filter(line -> line.matches(
                        ".*[Tt]he disk of \\S+ is full \\(0 MB free\\)\\. Make room there; Caravan goes on by"
                                + " itself.*"))
                .toList();
    }

    private Process onSmallDisks(Whole caravan) throws Exception {
        Path data = Files.createDirectories(folder.resolve("data"));
        Process process = new ProcessBuilder(Stream.concat(
                                Stream.of("unshare", "-rm", "sh", "-c", mounts(data) + " && exec \"$@\"", "sh"),
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

    private static String mounts(Path data) {
        return Stream.concat(
                        Stream.of("mount -t tmpfs -o size=16m tmpfs " + data),
                        DISKS.stream()
                                .map(name -> data.resolve(name))
                                .map(path -> "mkdir " + path + " && mount -t tmpfs -o size=8m tmpfs " + path))
                .collect(Collectors.joining(" && "));
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
    private void fill(String name) throws IOException {
        byte[] zeros = new byte[4096];
        try (OutputStream out = Files.newOutputStream(
                disk.resolve(name).resolve("ballast"), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            while (true) {
                out.write(zeros);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left");
        }
    }

    private void empty(String name) throws IOException {
        Files.delete(disk.resolve(name).resolve("ballast"));
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
        return LiveFiles.below(disk).stream()
                .filter(file -> file.toString().contains(".tmp"))
                .toList();
    }
}
