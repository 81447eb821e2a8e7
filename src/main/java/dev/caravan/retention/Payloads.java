package dev.caravan.retention;

import dev.caravan.spool.Spool;
import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Deletes bytes from the spool. Deleting again does nothing. */
final class Payloads {
    private final Spool spool;

    Payloads(Spool spool) {
        this.spool = spool;
    }

    /** Source and segments; its manifests stay. */
    void drop(long id) throws IOException {
        String folder = "drops/" + id + "/";
        delete(folder, path -> !path.startsWith(folder + "manifest-"));
    }

    /** Requests and results; what says which records it held stays. */
    void batch(long id) throws IOException {
        String folder = "batches/" + id + "/";
        delete(folder, path -> !path.equals(folder + "manifest.json"));
    }

    void publication(long id) throws IOException {
        delete("publications/" + id + "/", path -> true);
    }

    private void delete(String folder, Predicate<String> which) throws IOException {
        List<String> paths;
        try (Stream<String> all = spool.list(folder)) {
            paths = all.filter(which).toList();
        }
        for (String path : paths) {
            spool.delete(path);
        }
    }
}
