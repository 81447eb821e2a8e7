package dev.caravan.retention;

import dev.caravan.restore.PurgeMark;
import dev.caravan.spool.Spool;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Deletes bytes from the spool. Deleting again does nothing. */
final class Payloads {
    private final Spool spool;

    Payloads(Spool spool) {
        this.spool = spool;
    }

    /** Source and segments; its manifests stay, and what a restored ledger needs to know that it came and is over. */
    void drop(long id, Instant now) throws IOException {
        papers("drops/" + id + "/", now);
    }

    /** Requests, members and results; what says that it was there stays. */
    void batch(long id, Instant now) throws IOException {
        papers("batches/" + id + "/", now);
    }

    private void papers(String folder, Instant now) throws IOException {
        PurgeMark.write(spool, folder, now);
        delete(folder, path -> !PurgeMark.keeps(folder, path));
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
