package dev.caravan.simulator.core;

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

/** Files of one surface on disk, for vendors that have a files API: {@code <id>.bin} the bytes, {@code <id>.json} what is known of them. */
public final class FileStore {
    private final String surface;
    private final Path folder;
    private final SimulatorSettings settings;
    private final SimulatorTime time;
    private final Map<String, StoredFile> files = new ConcurrentHashMap<>();
    private final Map<String, Long> deletedAtCall = new ConcurrentHashMap<>();
    private final AtomicLong lastSeq = new AtomicLong();

    public FileStore(String surface, Path folder, SimulatorSettings settings, SimulatorTime time) throws IOException {
        this.surface = surface;
        this.folder = Files.createDirectories(folder);
        this.settings = settings;
        this.time = time;
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path entry : entries.toList()) {
                load(entry);
            }
        }
    }

    private void load(Path entry) throws IOException {
        String name = entry.getFileName().toString();
        if (name.endsWith(".tmp")) {
            Files.delete(entry);
        } else if (name.endsWith(".json")) {
            StoredFile file = Json.MAPPER.readValue(entry.toFile(), StoredFile.class);
            files.put(file.id(), file);
            lastSeq.accumulateAndGet(file.seq(), Math::max);
        }
    }

    /** A place for bytes that have no file yet; taken over by {@link #keep}, cleared away by the next start. */
    public Path temporary(String id) {
        return folder.resolve(id + ".bin.tmp");
    }

    /**
     * Makes a file of bytes that are on disk already, under the same id as before if need be.
     *
     * @param bytes moved away from where they are
     * @param purpose any word of the vendor's
     */
    public StoredFile keep(Path bytes, String id, String filename, String purpose, long lifetimeSeconds)
            throws IOException {
        Durable.move(bytes, content(id));
        long now = time.seconds();
        StoredFile file = new StoredFile(
                lastSeq.incrementAndGet(),
                id,
                filename,
                purpose,
                Files.size(content(id)),
                now,
                now + lifetimeSeconds,
                0);
        store(file);
        return file;
    }

    public Path content(String id) {
        return folder.resolve(id + ".bin");
    }

    public Optional<StoredFile> find(String id) {
        return Optional.ofNullable(files.get(id)).filter(file -> file.exists(time.millis()));
    }

    /** As {@link #find}, but honours a deleted file for X, as a provider's caches do. */
    public Optional<StoredFile> findAsInput(String id) {
        return Optional.ofNullable(files.get(id))
                .filter(file -> file.exists(time.millis()) || stillHonoured(file))
                .filter(file -> Files.exists(content(id)));
    }

    /** The existing files, oldest first. */
    public List<StoredFile> list() {
        long now = time.millis();
        return files.values().stream()
                .filter(file -> file.exists(now))
                .sorted(Comparator.comparingLong(StoredFile::seq))
                .toList();
    }

    /** Returns false when there was no such file. */
    public synchronized boolean delete(String id) throws IOException {
        Optional<StoredFile> file = find(id);
        if (file.isPresent()) {
            deletedAtCall.put(id, time.calls(surface));
            store(file.get().deleted(time.millis()));
        }
        for (StoredFile gone : List.copyOf(files.values())) {
            if (!gone.exists(time.millis()) && !stillHonoured(gone)) {
                purge(gone);
            }
        }
        return file.isPresent();
    }

    private boolean stillHonoured(StoredFile file) {
        return file.deletedAt() != 0
                && !settings.deletedInput(surface)
                        .over(
                                time.millis() - file.deletedAt(),
                                time.calls(surface) - deletedAtCall.getOrDefault(file.id(), 0L));
    }

    private void purge(StoredFile file) throws IOException {
        Files.deleteIfExists(content(file.id()));
        Files.deleteIfExists(folder.resolve(file.id() + ".json"));
        files.remove(file.id());
        deletedAtCall.remove(file.id());
    }

    private void store(StoredFile file) throws IOException {
        Durable.write(folder.resolve(file.id() + ".json"), Json.MAPPER.writeValueAsBytes(file));
        files.put(file.id(), file);
    }
}
