package dev.caravan.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The folders of a benchmark below one, which outlives it with the generated tickets alone. */
record Folders(Path work) {
    private static final long SMALL = 1 << 20;

    /** With the routes: the sink of the task, and the kamelets as they are shipped. */
    void make() throws IOException {
        Path routes = fresh("routes");
        copy(Path.of("routes/kamelets"), Files.createDirectories(routes.resolve("kamelets")));
        copy(Path.of("src/bench/routes/sinks"), Files.createDirectories(routes.resolve("sinks")));
    }

    void clean() throws IOException {
        for (String one : List.of("data", "copy", "results", "routes")) {
            remove(work.resolve(one));
        }
        Files.deleteIfExists(work.resolve("duck.jsonl"));
    }

    /** An empty folder. */
    Path fresh(String name) throws IOException {
        Path folder = work.resolve(name);
        remove(folder);
        return Files.createDirectories(folder);
    }

    /**
     * The data as they are, so that each round begins with the same. Large objects of the spool, which are written once,
     * are linked.
     */
    Path copyOfData() throws IOException {
        Path data = work.resolve("data");
        Path copy = fresh("copy");
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path to = copy.resolve(data.relativize(file));
                if (Files.isDirectory(file)) {
                    Files.createDirectories(to);
                } else if (file.startsWith(data.resolve("spool")) && Files.size(file) > SMALL) {
                    Files.createLink(to, file);
                } else {
                    Files.copy(file, to);
                }
            }
        }
        return copy;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    private static void remove(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
                Files.delete(file);
            }
        }
    }
}
