package dev.caravan.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts measured processes, one after the other, each after what is dirty in the page cache has gone to the disk.
 *
 * @param caravan the packaged application
 * @param steps the jar with this package
 * @param options more for the JVM of Caravan, such as a profiler
 */
record Child(Path caravan, Path steps, Path work, List<String> options) {
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    /** @param settings {@code name=value}, or the name of a flag */
    Cost caravan(Path data, String... settings) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(JAVA, "-Xmx256m"));
        command.addAll(options);
        command.addAll(List.of(
                "-Dloader.path=" + steps,
                "-jar",
                caravan.toString(),
                "--caravan.config=src/bench/config",
                "--caravan.routes=" + work.resolve("routes"),
                "--caravan.data=" + data,
                "--server.port=0"));
        for (String setting : settings) {
            command.add("--" + setting);
        }
        return run(command);
    }

    Cost duck(String sql) throws IOException, InterruptedException {
        return run(List.of(
                JAVA, "-Xmx256m", "-cp", System.getProperty("java.class.path"), "dev.caravan.bench.DuckSide", sql));
    }

    private Cost run(List<String> command) throws IOException, InterruptedException {
        quiet();
        Path out = work.resolve("out.txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile());
        builder.environment().put("CARAVAN_BENCH_SECRET", "nothing is sent");
        Process process = builder.start();
        int exit = process.waitFor();
        String said = Files.readString(out);
        if (exit != 0) {
            throw new IllegalStateException("exit code " + exit + " of the process that ends with "
                    + command.get(command.size() - 1) + "\n" + said);
        }
        return Cost.in(said);
    }

    private static void quiet() throws IOException, InterruptedException {
        new ProcessBuilder("sync").inheritIO().start().waitFor();
    }
}
