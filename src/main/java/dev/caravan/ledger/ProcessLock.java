package dev.caravan.ledger;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Keeps a second process off the same ledger, or the same folder. The system takes it back when the process ends, however it ends. */
record ProcessLock(RandomAccessFile file, FileLock lock) implements AutoCloseable {

    /** @param taken what another process has then, in words: "has this ledger open" */
    static ProcessLock take(Path path, String taken) throws IOException {
        var file = new RandomAccessFile(path.toFile(), "rw");
        @Nullable FileLock lock;
        try {
            lock = file.getChannel().tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            file.close();
            throw new LedgerException("Another Caravan " + taken + " (" + path
                    + " is locked). Stop it first, or give this one a data folder of its own (caravan.data)");
        }
        return new ProcessLock(file, lock);
    }

    @Override
    public void close() {
        try (file) {
            if (lock.isValid()) {
                lock.release();
            }
        } catch (IOException e) {
            throw new LedgerException("The lock of the ledger could not be released", e);
        }
    }
}
