package dev.caravan.intake;

import java.io.IOException;
import java.util.Set;

/** One format of records. Each is a sub-package of its own that knows no other, proved by {@code RecordFormatContract}. */
public interface RecordFormat {

    /** What {@code input.format} and file extensions call it, in lower case. */
    Set<String> names();

    /**
     * Starts to read.
     *
     * @throws UnreadableFileException if the beginning shows already that this can't be read
     */
    RecordReader open(Source source) throws IOException;

    /** Whether its files hold other files, each of which is read in its own format. */
    default boolean isArchive() {
        return false;
    }
}
