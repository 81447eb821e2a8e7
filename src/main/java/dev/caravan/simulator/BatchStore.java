package dev.caravan.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;

/** Batches on disk, one folder each; a batch exists from the moment its document is in place. */
final class BatchStore {
    private final Path folder;
    private final Map<String, Batch> batches = new ConcurrentHashMap<>();
    private final AtomicLong lastSeq = new AtomicLong();

    BatchStore(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path entry : entries.toList()) {
                load(entry);
            }
        }
    }

    private void load(Path entry) throws IOException {
        if (Files.exists(Batch.document(entry))) {
            Batch batch = Batch.load(entry);
            batches.put(batch.id(), batch);
            lastSeq.accumulateAndGet(batch.seq(), Math::max);
        } else {
            FileSystemUtils.deleteRecursively(entry);
        }
    }

    /** Adds a batch with its own hold on the input, which may be deleted meanwhile. */
    void create(String id, ObjectNode document, Path input) throws IOException {
        Path home = Files.createDirectories(folder.resolve(id));
        Files.createLink(Batch.input(home), input);
        document.put("seq", lastSeq.incrementAndGet());
        Batch batch = new Batch(home, document);
        batch.save();
        batches.put(id, batch);
    }

    Optional<Batch> find(String id) {
        return Optional.ofNullable(batches.get(id));
    }

    /** All batches, newest first. */
    List<Batch> list() {
        return batches.values().stream()
                .sorted(Comparator.comparingLong(Batch::seq).reversed())
                .toList();
    }
}
