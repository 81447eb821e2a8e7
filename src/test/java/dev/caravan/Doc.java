package dev.caravan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

    /** Every fenced block of every document but the quick start, all of which QuickStartTest does in its order. */
    public static List<Fence> fences() throws IOException {
        List<Fence> fences = new ArrayList<>();
        for (Path document : all()) {
            if (!document.equals(QuickStartPage.PAGE)) {
                fences.addAll(Fence.of(document, Files.readString(document)));
            }
        }
        return fences;
    }

    /** The only block of all documents that shows this. @param info as behind its backticks */
    public static String shown(String info) throws IOException {
        List<Fence> found =
                fences().stream().filter(fence -> fence.info().equals(info)).toList();
        if (found.size() != 1) {
            throw new IllegalStateException(info + " stands in " + found);
        }
        return found.get(0).body();
    }

    static List<Path> below(String folder) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(folder))) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
