package dev.caravan.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.springframework.util.FileSystemUtils;

/**
 * How a JVM with woven classes is started: as cheaply as it goes, since it is done some hundred times. The jar and the
 * archive of its loaded classes are made once for all tests of a build, by the first that starts one; those that run side by
 * side wait for it.
 */
public final class KillJvm {
    private static final Path FOLDER = Path.of("target/kill-jvm").toAbsolutePath();
    private static final Duration LONGEST = Duration.ofMinutes(3);
    private static final List<String> STAGES =
            List.of("receive", "read", "assemble", "submit", "poll", "collect", "publish");

    private final List<String> command;
    private final Path archive;

    public KillJvm() throws Exception {
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
                    "-XX:SharedArchiveFile=" + archive,
                    "-cp",
                    classPath);
            if (!Files.exists(archive)) {
                archive();
            }
        }
    }

    /** Of Java and the options of any start; what is started comes behind. */
    public List<String> command() {
        return command;
    }

    /**
     * The same of a Caravan of later days: this one, and one migration more for ledgers in PostgreSQL.
     *
     * @param folder for its jar; @param migration name of its file
     */
    List<String> next(Path folder, String migration, String sql) throws IOException {
        String now = FOLDER.resolve("woven.jar").toString();
        Path jar = folder.resolve("next.jar");
        try (ZipFile all = new ZipFile(now);
                ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            zip.setLevel(0);
            for (ZipEntry entry : Collections.list(all.entries())) {
                zip.putNextEntry(new ZipEntry(entry.getName()));
                all.getInputStream(entry).transferTo(zip);
            }
            zip.putNextEntry(new ZipEntry("db/migration/postgresql/" + migration));
            zip.write(sql.getBytes(StandardCharsets.UTF_8));
        }
        return command.stream()
                .map(word -> word.startsWith(now) ? jar + word.substring(now.length()) : word)
                .toList();
    }

    /** A first run as it is shipped, with the simulator and the example, loads what others load. Nobody sees half of it. */
    private void archive() throws IOException, InterruptedException {
        Path part = FOLDER.resolve("classes.part");
        Path home = Files.createTempDirectory(FOLDER, "first-run-");
        for (String folder : List.of("config", "routes", "examples")) {
            FileSystemUtils.copyRecursively(Path.of(folder), home.resolve(folder));
        }
        List<String> first = new ArrayList<>(command);
        first.set(first.indexOf("-XX:SharedArchiveFile=" + archive), "-XX:ArchiveClassesAtExit=" + part);
        first.addAll(List.of(
                "dev.caravan.CaravanApplication",
                "--server.port=0",
                "--caravan.exit-when-settled=true",
                "--caravan.settled-for-ms=250"));
        STAGES.forEach(stage -> first.add("--caravan." + stage + ".every-ms=50"));
        var run = new JarProcess(new ProcessBuilder(first).directory(home.toFile()), home);
        try {
            assertThat(run.waitFor(LONGEST)).as(run.lastWords()).isZero();
        } finally {
            run.kill();
        }
        FileSystemUtils.deleteRecursively(home);
        Files.move(part, archive, StandardCopyOption.ATOMIC_MOVE);
    }

    private static FileChannel turn() throws IOException {
        FileChannel channel =
                FileChannel.open(FOLDER.resolve("turn.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        // Held until the channel is closed.
        channel.lock();
        return channel;
    }
}
