package dev.caravan.env;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The tool of Prometheus that judges rules. */
final class Promtool {
    private Promtool() {}

    /** What it printed. @throws AssertionError if it is not content, with what it printed */
    static String run(String... arguments) throws IOException, InterruptedException {
        Path tool = Path.of(System.getProperty("promtool", "/usr/bin/promtool"));
        if (!Files.isExecutable(tool)) {
            throw new AssertionError("There is no " + tool + ". Debian has it in the package prometheus (README.md);"
                    + " elsewhere: -Dpromtool=<path>");
        }
        List<String> command = new ArrayList<>(List.of(tool.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError(String.join(" ", command) + "\n" + out);
        }
        return out;
    }
}
