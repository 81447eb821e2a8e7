package dev.caravan.intake;

import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One format of records. Each is a sub-package of its own that knows no other, proved by {@code RecordFormatContract}. */
public interface RecordFormat {

    /** What {@code input.format} and file extensions call it, in lower case. */
    Set<String> names();

    /**
     * Starts to read.
     *
     * @param name one of {@link #names()}
     * @param bytes not compressed; closed with the reader, or here on an error
     * @param delimiter as the task sets it; null: the format decides
     * @throws UnreadableFileException if the beginning shows already that this can't be read
     */
    RecordReader open(String name, InputStream bytes, @Nullable Character delimiter) throws IOException;
}
