package dev.caravan.blackbox;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a JVM with woven classes is started: as cheaply as it goes, since it is done some hundred times. The jar and the
 * archive of its loaded classes are made once for all tests of a build, also those that run side by side.
 */
final class KillJvm {
    private static final Path FOLDER = Path.of("target/kill-jvm").toAbsolutePath();

    private final List<String> command;
    private final Path archive;

    KillJvm() throws Exception {
        Files.createDirectories(FOLDER);
        try (FileChannel turn = turn()) {
            Path jar = FOLDER.resolve("woven.jar");
            Path made = FOLDER.resolve("made.jar");
            String classPath = WovenJar.write(made, jar);
            // An archive is only good for the very jar, libraries and JVM that it was made with.
            archive = FOLDER.resolve(
                    "classes-%x.jsa".formatted((classPath + System.getProperty("java.vm.version")).hashCode()));
            if (!Files.exists(jar) || Files.mismatch(made, jar) >= 0) {
                Files.deleteIfExists(archive);
                Files.move(made, jar, StandardCopyOption.REPLACE_EXISTING);
            } else {
                Files.delete(made);
            }
            command = List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-Xmx256m",
                    "-Xmn96m",
                    "-Xshare:auto",
                    "-Xlog:cds=off",
                    "-Xlog:cds+dynamic=off",
                    "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
                    "-cp",
                    classPath);
        }
    }

    /** With the archive, once there is one. */
    List<String> command() {
        List<String> all = new ArrayList<>(command);
        if (Files.exists(archive)) {
            all.add(1, "-XX:SharedArchiveFile=" + archive);
        }
        return all;
    }

    /** Asks for the archive to be made by a start that ends by itself; waits for whoever makes it already. */
    Archiving archiving() throws IOException {
        if (Files.exists(archive)) {
            return new Archiving(null, archive);
        }
        FileChannel turn = turn();
        if (Files.exists(archive)) {
            turn.close();
            return new Archiving(null, archive);
        }
        return new Archiving(turn, archive);
    }

    private static FileChannel turn() throws IOException {
        FileChannel channel =
                FileChannel.open(FOLDER.resolve("turn.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        // Held until the channel is closed.
        channel.lock();
        return channel;
    }

    /** Lasts as long as the start that makes the archive; nobody sees half of it. */
    static final class Archiving implements AutoCloseable {
        private final @Nullable FileChannel turn;
        private final Path archive;
        private final Path part;

        private Archiving(@Nullable FileChannel turn, Path archive) {
            this.turn = turn;
            this.archive = archive;
            this.part = archive.resolveSibling("classes.part");
        }

        /** For the JVM; empty if there is an archive. */
        List<String> options() {
            return turn == null ? List.of() : List.of("-XX:ArchiveClassesAtExit=" + part);
        }

        @Override
        public void close() throws IOException {
            if (turn == null) {
                return;
            }
            try (turn) {
                if (Files.exists(part)) {
                    Files.move(part, archive, StandardCopyOption.ATOMIC_MOVE);
                }
            }
        }
    }
}
