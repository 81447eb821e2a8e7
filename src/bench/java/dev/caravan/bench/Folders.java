package dev.caravan.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The folders of a benchmark below one, which outlives it with the generated tickets alone. */
record Folders(Path work) {
    /** With the routes: the sink of the task, and the kamelets as they are shipped. */
    void make() throws IOException {
        Path routes = fresh("routes");
        copy(Path.of("routes/kamelets"), Files.createDirectories(routes.resolve("kamelets")));
        copy(Path.of("src/bench/routes/sinks"), Files.createDirectories(routes.resolve("sinks")));
    }

    void clean() throws IOException {
        for (String one : List.of("data", "results", "routes", "postgres")) {
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

    /** Bytes of the request files of the first batches, as many as have that many lines. */
    long requests(int rows) throws IOException {
        long bytes = 0;
        int lines = 0;
        for (int batch = 1; lines < rows; batch++) {
            Path file = work.resolve("data/spool/batches/" + batch + "/requests.jsonl");
            bytes += Files.size(file);
            try (Stream<String> of = Files.lines(file)) {
                lines += (int) of.count();
            }
        }
        return bytes;
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
