package dev.caravan.blackbox;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How a JVM with woven classes is started: as cheaply as it goes, since it is done some hundred times. */
final class KillJvm {
    private final List<String> command;
    private final Path archive;

    /** @param folder for the jar and the archive of its loaded classes */
    KillJvm(Path folder) throws Exception {
        Files.createDirectories(folder);
        archive = folder.resolve("classes.jsa");
        command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-Xshare:auto",
                "-Xlog:cds=off",
                "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
                "-cp",
                WovenJar.write(folder.resolve("woven.jar")));
    }

    /** With the archive, once there is one. */
    List<String> command() {
        List<String> all = new ArrayList<>(command);
        if (Files.exists(archive)) {
            all.add(1, "-XX:SharedArchiveFile=" + archive);
        }
        return all;
    }

    /** Makes a start write the archive when it ends by itself. */
    String archive() {
        return "-XX:ArchiveClassesAtExit=" + archive;
    }
}
