package dev.caravan.batch;

import dev.caravan.spool.Sha256;
import dev.caravan.spool.Spool;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether an object of the spool is still what the ledger says of it. */
final class Intact {
    private Intact() {}

    /**
     * What is wrong with it, if anything.
     *
     * @param sha256 null: only its size is looked at
     * @throws IOException if the spool can't be read now, which says nothing about the object
     */
    static Optional<String> damage(Spool spool, String path, long bytes, @Nullable String sha256) throws IOException {
        long size;
        try {
            size = spool.size(path);
        } catch (NoSuchFileException e) {
            return Optional.of(path + " is not in the spool any more");
        }
        if (size != bytes) {
            return Optional.of(path + " has " + size + " bytes in the spool instead of " + bytes);
        }
        if (sha256 != null && !sha256.equals(Sha256.of(spool, path))) {
            return Optional.of(path + " has other bytes in the spool than were written (its sha256 is another)");
        }
        return Optional.empty();
    }
}
