package dev.caravan.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Starts measured processes, one after the other, each after what is dirty in the page cache has gone to the disk.
 *
 * @param caravan the packaged application
 * @param steps the jar with this package
 * @param settings heap and options of the JVM of Caravan
 */
record Child(Settings settings, Path work) {
    private static final int MOST_MINUTES = 60;
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    /**
     * @param more {@code name=value}
     * @return what it said
     */
    String caravan(Path data, List<String> more) throws IOException, InterruptedException {
        Path target = settings.target();
        List<String> command = new ArrayList<>(List.of(JAVA, "-Xmx" + settings.heap()));
        command.addAll(settings.options());
        command.addAll(List.of(
                "-Dloader.path=" + target.resolve("caravan-bench.jar"),
                "-jar",
                target.resolve("caravan.jar").toString(),
                "--caravan.config=src/bench/config",
                "--caravan.routes=" + work.resolve("routes"),
                "--caravan.data=" + data,
                "--server.port=0"));
        for (String setting : more) {
            command.add("--" + setting);
        }
        return run(command);
    }

    Cost duck(String sql) throws IOException, InterruptedException {
        return Cost.in(
                run(List.of(
                        JAVA,
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.caravan.bench.DuckSide",
                        sql)),
                DuckSide.NAME);
    }

    private String run(List<String> command) throws IOException, InterruptedException {
        quiet();
        Path out = work.resolve("out.txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile());
        builder.environment().put("CARAVAN_BENCH_SECRET", "nothing is sent");
        Process process = builder.start();
        if (!process.waitFor(MOST_MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IllegalStateException(
                    "not over after " + MOST_MINUTES + " minutes: " + command + "\n" + Files.readString(out));
        }
        int exit = process.exitValue();
        String said = Files.readString(out);
        if (exit != 0) {
            throw new IllegalStateException("exit code " + exit + " of the process that ends with "
                    + command.get(command.size() - 1) + "\n" + said);
        }
        return said;
    }

    private static void quiet() throws IOException, InterruptedException {
        new ProcessBuilder("sync").inheritIO().start().waitFor();
    }
}
