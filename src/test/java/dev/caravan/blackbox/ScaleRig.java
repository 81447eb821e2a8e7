package dev.caravan.blackbox;

import dev.caravan.console.ConsoleServer;
import dev.caravan.provider.TrialTask;
import dev.caravan.simulator.SimulatorApplication;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.util.FileSystemUtils;

/** The packaged jar as it is shipped, with one task, its ledger in SQLite and the process of the test as its simulator. */
final class ScaleRig implements AutoCloseable {
    private static final String TASK = "notes";
    private static final String MODEL = "fast";

    private final Path folder;
    private final ServletWebServerApplicationContext simulating;
    private final SimulatorClient simulator;
    private final List<JarProcess> started = new ArrayList<>();

    /** @param review what the task says of reviews; empty for none */
    ScaleRig(Path folder, String review) throws IOException {
        this.folder = folder;
        FileSystemUtils.copyRecursively(Path.of("config"), folder.resolve("config"));
        FileSystemUtils.deleteRecursively(folder.resolve("config/tasks"));
        TrialTask.write(task(), MODEL);
        TrialTask.routes(folder.resolve("routes"), List.of(MODEL));
        Path yaml = task().resolve("task.yaml");
        Files.writeString(yaml, Files.readString(yaml).replace("window: 0s", "window: 2s") + review);
        ConsoleServer.users(folder.resolve("config"));
        simulating = SimulatorApplication.run(
                "--server.port=0",
                "--caravan.simulator.data=" + folder.resolve("simulator"),
                "--spring.main.banner-mode=off");
        simulator = new SimulatorClient(simulating.getWebServer().getPort());
    }

    private Path task() {
        return folder.resolve("config/tasks").resolve(TASK);
    }

    /** What a run took: until its process ended, and without that of the simulator. */
    record Taken(String lastLine, double seconds, JarProcess.Use use) {
        @Override
        public String toString() {
            return "%.0f s, %.0f s of CPU, most memory %d MiB: %s"
                    .formatted(seconds, use.cpuSeconds(), use.mebibytes(), lastLine);
        }
    }

    /** Puts files of so many records each into the inbox; no key is there twice. */
    void drop(int files, int records) throws IOException {
        Path inbox = Files.createDirectories(folder.resolve("data/inbox").resolve(TASK));
        for (int file = 1; file <= files; file++) {
            Path part = inbox.resolve("notes-" + file + ".jsonl.part");
            try (BufferedWriter out = Files.newBufferedWriter(part)) {
                for (int i = 1; i <= records; i++) {
                    out.write("{\"note_id\":\"n" + file + "-" + i + "\",\"text\":\"It is day " + i
                            + " and all is well\"}\n");
                }
            }
            Files.move(part, inbox.resolve("notes-" + file + ".jsonl"));
        }
    }

    /** Works off all that there is, and ends. */
    Taken settle(String heap, Duration longest) throws IOException {
        long start = System.nanoTime();
        JarProcess caravan = start(heap, "--server.port=0", "--caravan.exit-when-settled=true");
        JarProcess.Use[] last = new JarProcess.Use[1];
        Awaitility.await().atMost(longest).pollInterval(Duration.ofMillis(500)).until(() -> {
            caravan.use().ifPresent(use -> last[0] = use);
            return !caravan.isAlive();
        });
        return new Taken(caravan.lastLine(), (System.nanoTime() - start) / 1e9, last[0]);
    }

    /** Starts it with users who may log in. */
    JarProcess start(String heap, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                heap,
                "-jar",
                Path.of(System.getProperty("caravan.jar", "target/caravan.jar"))
                        .toAbsolutePath()
                        .toString(),
                "--spring.profiles.active=plain",
                "--caravan.simulator.url=" + simulator.base()));
        command.addAll(List.of(options));
        var process = new JarProcess(new ProcessBuilder(command).directory(folder.toFile()), folder);
        started.add(process);
        return process;
    }

    @Override
    public void close() {
        started.forEach(JarProcess::kill);
        simulating.close();
    }
}
