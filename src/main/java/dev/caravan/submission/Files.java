package dev.caravan.submission;

import dev.caravan.spool.Spool;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Folders of the spool. */
final class Files {
    private Files() {}

    /** Deletes everything below a prefix; what says that the rest counts goes first. False if there is nothing. */
    static boolean delete(Spool spool, String folder) throws IOException {
        List<String> paths;
        try (Stream<String> all = spool.list(folder)) {
            paths = all.sorted(Comparator.comparing((String path) -> !path.endsWith(".json")))
                    .toList();
        }
        for (String path : paths) {
            spool.delete(path);
        }
        return !paths.isEmpty();
    }
}
