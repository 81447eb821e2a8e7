package dev.caravan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The documents that people read. */
public final class Doc {

    private Doc() {}

    /** README.md, CONTRIBUTING.md and everything below docs. */
    public static List<Path> all() throws IOException {
        return Stream.concat(
                        Stream.of(Path.of("README.md"), Path.of("CONTRIBUTING.md")),
                        below("docs").stream().filter(path -> path.toString().endsWith(".md")))
                .toList();
    }

    static List<Path> below(String folder) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(folder))) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
