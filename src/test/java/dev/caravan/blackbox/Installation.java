package dev.caravan.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.simulator.SimulatorApplication;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;

/**
 * A fresh folder with the shipped config, routes and examples, in which Caravan is started as a process, and the process
 * of the test as its simulator.
 */
final class Installation implements AutoCloseable {
    private final Path folder;
    private final KillJvm java;
    private final ServletWebServerApplicationContext simulating;
    private final SimulatorClient simulator;
    private final List<JarProcess> started = new ArrayList<>();

    Installation(Path folder) throws Exception {
        this.folder = folder;
        this.java = new KillJvm();
        for (String part : List.of("config", "routes", "examples")) {
            copy(Path.of(part), folder.resolve(part));
        }
        // Not empty, so that no start takes itself for the first one, which drops an example.
        Files.createDirectories(data().resolve("inbox"));
        Path providers = folder.resolve("config/providers.yaml");
        Files.writeString(
                providers,
                Files.readString(providers)
                        .replaceAll("poll: \\{first: 500ms, longest: 5s}", "poll: {first: 100ms, longest: 500ms}"));
        simulating = SimulatorApplication.run(
                "--server.port=0",
                "--caravan.simulator.data=" + folder.resolve("simulator"),
                "--spring.main.banner-mode=off");
        simulator = new SimulatorClient(simulating.getWebServer().getPort());
    }

    SimulatorClient simulator() {
        return simulator;
    }

    Path folder() {
        return folder;
    }

    Path data() {
        return folder.resolve("data");
    }

    /** Puts a file into the inbox of a task the way a careful sender does: written beside, then renamed. */
    void drop(String task, String name, String content) throws IOException {
        Path inbox = Files.createDirectories(data().resolve("inbox").resolve(task));
        Path part = Files.writeString(inbox.resolve(name + ".part"), content);
        Files.move(part, inbox.resolve(name));
    }

    /** Works off what there is with stages that look often, and says in its last line what became of everything. */
    String settle() throws Exception {
        JarProcess caravan = start(List.of(), simulator, often(List.of("--caravan.exit-when-settled=true")));
        int exit = caravan.waitFor(Duration.ofMinutes(3));
        assertThat(exit).as(caravan.lastWords()).isZero();
        return caravan.lastLine();
    }

    /** Stages that look often, and a rest that is soon believed. */
    private static List<String> often(List<String> more) {
        List<String> options = new ArrayList<>(more);
        options.add("--caravan.settled-for-ms=500");
        for (String stage : List.of("receive", "read", "assemble", "submit", "poll", "collect", "publish")) {
            options.add("--caravan." + stage + ".every-ms=50");
        }
        return options;
    }

    /** Starts Caravan as it is shipped, told to end when all is settled. */
    JarProcess start() throws IOException {
        return start(List.of(), simulator, List.of("--caravan.exit-when-settled=true"));
    }

    /** Starts it with these options and stages that look often, and with the simulator of another installation. */
    JarProcess start(SimulatorClient other, List<String> options) throws IOException {
        return start(List.of(), other, often(options));
    }

    /** Starts Caravan to serve at this port until it is killed, with stages that look often. */
    JarProcess serve(int port, String... jvm) throws IOException {
        return start(port, List.of(jvm), simulator, often(List.of("--caravan.finish.every-ms=50")));
    }

    /** Runs a command of Caravan's. */
    JarProcess command(String jvm, String name) throws IOException {
        List<String> command = new ArrayList<>(java.command());
        command.addAll(List.of(jvm, "dev.caravan.CaravanApplication", name));
        var process = new JarProcess(new ProcessBuilder(command).directory(folder.toFile()), folder);
        started.add(process);
        return process;
    }

    private JarProcess start(List<String> jvm, SimulatorClient at, List<String> options) throws IOException {
        return start(0, jvm, at, options);
    }

    private JarProcess start(int port, List<String> jvm, SimulatorClient at, List<String> options) throws IOException {
        List<String> command = new ArrayList<>(java.command());
        command.addAll(jvm);
        command.addAll(List.of(
                "dev.caravan.CaravanApplication",
                "--server.port=" + port,
                // Without the simulator of its own that nobody asks.
                "--spring.profiles.active=plain",
                "--caravan.simulator.url=" + at.base()));
        command.addAll(options);
        var process = new JarProcess(new ProcessBuilder(command).directory(folder.toFile()), folder);
        started.add(process);
        return process;
    }

    @Override
    public void close() {
        started.forEach(JarProcess::kill);
        simulating.close();
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attrs) throws IOException {
                Files.createDirectories(to.resolve(from.relativize(dir)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attrs) throws IOException {
                Files.copy(file, to.resolve(from.relativize(file)));
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
