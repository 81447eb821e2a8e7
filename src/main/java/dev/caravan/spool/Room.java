package dev.caravan.spool;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** Whether the disks that Caravan fills have as much room as is to stay free. Looked at once a second at most. Thread-safe. */
public final class Room {
    private static final long EVERY_NANOS = 1_000_000_000;

    private final List<Path> folders;
    private final MinFree least;
    private final LongSupplier nanoTime;
    private final Look look;
    private final Map<Path, Short> shorts = new ConcurrentHashMap<>();
    private volatile long looked;
    private volatile boolean ever;

    /** @param folders whose disks are looked at; @param nanoTime of a monotonic clock */
    public Room(List<Path> folders, MinFree least, LongSupplier nanoTime) {
        this(folders, least, nanoTime, Room::disk);
    }

    Room(List<Path> folders, MinFree least, LongSupplier nanoTime, Look look) {
        this.folders = List.copyOf(folders);
        this.least = least;
        this.nanoTime = nanoTime;
        this.look = look;
    }

    /** Bytes of a disk. */
    record Disk(long total, long free) {}

    interface Look {
        Disk at(Path folder) throws IOException;
    }

    private static Disk disk(Path folder) throws IOException {
        Path there = folder.toAbsolutePath();
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        FileStore store = Files.getFileStore(there);
        return new Disk(store.getTotalSpace(), store.getUsableSpace());
    }

    /** A disk that has too little room. @param free bytes that may still be written; @param least bytes that are to stay free */
    public record Short(Path folder, long free, long least) {
        @Override
        public String toString() {
            return "The disk of " + folder + " has " + (free >> 20) + " MB free, less than the " + (least >> 20)
                    + " MB of caravan.disk.min-free";
        }
    }

    public List<Path> folders() {
        return folders;
    }

    /** Those that have too little room now; a disk that can't be asked is none of them. */
    public List<Short> shorts() {
        long now = nanoTime.getAsLong();
        if (!ever || now - looked >= EVERY_NANOS) {
            look();
            looked = now;
            ever = true;
        }
        return shorts.isEmpty() ? List.of() : new ArrayList<>(shorts.values());
    }

    private void look() {
        for (Path folder : folders) {
            try {
                Disk disk = look.at(folder);
                long wanted = least.of(disk.total());
                if (disk.free() < wanted) {
                    shorts.put(folder, new Short(folder, disk.free(), wanted));
                } else {
                    shorts.remove(folder);
                }
            } catch (IOException e) {
                shorts.remove(folder);
            }
        }
    }

    /** @throws StorageException if there is too little room for anything new */
    public void need() throws StorageException {
        List<Short> now = shorts();
        if (!now.isEmpty()) {
            throw new StorageException(now.get(0) + ": nothing new is taken in until there is more room", null);
        }
    }
}
