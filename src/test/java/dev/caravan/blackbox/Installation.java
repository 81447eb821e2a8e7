package dev.caravan.blackbox;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/** A fresh folder with the shipped config, routes and examples, in which the packaged jar is started as a process. */
final class Installation implements AutoCloseable {
    private final Path folder;
    private final List<JarProcess> started = new ArrayList<>();

    Installation(Path folder) throws IOException {
        this.folder = folder;
        for (String part : List.of("config", "routes", "examples")) {
            copy(Path.of(part), folder.resolve(part));
        }
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

    JarProcess start(String... arguments) throws IOException {
        return startWith(List.of(), arguments);
    }

    JarProcess startWith(List<String> jvm, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:TieredStopAtLevel=1");
        command.addAll(jvm);
        command.add("-jar");
        command.add(System.getProperty("caravan.jar", "target/caravan.jar"));
        command.addAll(List.of(arguments));
        command.set(
                command.indexOf("-jar") + 1,
                Path.of(command.get(command.indexOf("-jar") + 1))
                        .toAbsolutePath()
                        .toString());
        var process = new JarProcess(new ProcessBuilder(command).directory(folder.toFile()), folder);
        started.add(process);
        return process;
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        started.forEach(JarProcess::kill);
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
