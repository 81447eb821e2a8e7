package dev.caravan.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The place where bytes are kept can't be written or read now: its disk is full, its bucket refuses. Nothing is wrong with
 * the bytes, so whoever gets this tries again, however long it takes.
 */
public final class StorageException extends IOException {
    private static final long serialVersionUID = 1L;
    private static final int DEEPEST = 20;
    private static final long NOTHING = 64 << 10;

    StorageException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** What a person reads of an error below a folder; as it is if its disk is not full. */
    public static IOException ofFolder(Path folder, IOException e) {
        return isFull(folder, e)
                ? new StorageException(
                        "The disk of " + folder + " is full (" + room(folder)
                                + "). Make room there; Caravan goes on by itself",
                        e)
                : e;
    }

    /** Whether storage is to blame for an error. */
    public static boolean isBehind(Throwable error) {
        return find(error) != null;
    }

    /** What storage says about an error; null if it is not to blame. */
    public static @Nullable StorageException find(Throwable error) {
        Throwable one = error;
        for (int depth = 0; one != null && depth < DEEPEST; depth++) {
            if (one instanceof StorageException storage) {
                return storage;
            }
            one = one.getCause();
        }
        return null;
    }

    /** The system's own words are in the language of the machine, so the disk is asked, too. */
    private static boolean isFull(Path folder, IOException e) {
        String words = String.valueOf(e.getMessage());
        return words.contains("No space left on device")
                || words.contains("Disk quota exceeded")
                || words.contains("not enough space on the disk")
                || free(folder) < NOTHING;
    }

    private static String room(Path folder) {
        long free = free(folder);
        return free == Long.MAX_VALUE ? "nobody knows how much is free" : (free >> 20) + " MB free";
    }

    private static long free(Path folder) {
        try {
            Path there = folder.toAbsolutePath();
            while (!Files.exists(there) && there.getParent() != null) {
                there = there.getParent();
            }
            return Files.getFileStore(there).getUsableSpace();
        } catch (IOException e) {
            return Long.MAX_VALUE;
        }
    }
}
