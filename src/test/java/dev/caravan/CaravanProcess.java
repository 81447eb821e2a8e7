package dev.caravan;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Starts the jar as a process of its own in a folder of its own. */
final class CaravanProcess {
    private static final long MOST_SECONDS = 120;
    private static final List<String> STAGES =
            List.of("receive", "read", "assemble", "submit", "poll", "collect", "publish");

    private final Path home;

    /** @param out lines of standard output; @param err lines of standard error */
    record Ended(int exitCode, List<String> out, List<String> err) {
        String all() {
            return String.join("\n", out) + "\n" + String.join("\n", err);
        }
    }

    private CaravanProcess(Path home) {
        this.home = home;
    }

    static CaravanProcess installedIn(Path home) throws IOException {
        for (String folder : List.of("config", "routes", "examples")) {
            Path from = Path.of(folder);
            try (Stream<Path> files = Files.walk(from)) {
                for (Path file : (Iterable<Path>) files::iterator) {
                    Files.copy(file, home.resolve(file));
                }
            }
        }
        return new CaravanProcess(home);
    }

    Ended runUntilSettled() throws IOException, InterruptedException {
        List<String> options = new ArrayList<>(List.of("--caravan.exit-when-settled=true", "--server.port=0"));
        STAGES.forEach(stage -> options.add("--caravan." + stage + ".every-ms=100"));
        return run(options.toArray(String[]::new));
    }

    Ended run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-jar",
                System.getProperty("caravan.jar")));
        command.addAll(List.of(arguments));
        Path out = home.resolve("out.txt");
        Path err = home.resolve("err.txt");
        Process process = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        boolean ended = process.waitFor(MOST_SECONDS, TimeUnit.SECONDS);
        process.destroyForcibly().waitFor();
        Ended result = new Ended(process.exitValue(), lines(out), lines(err));
        if (!ended) {
            throw new AssertionError("Still running after " + MOST_SECONDS + " s:\n" + result.all());
        }
        return result;
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8).lines().toList();
    }
}
