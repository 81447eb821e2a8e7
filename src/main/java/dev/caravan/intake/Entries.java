package dev.caravan.intake;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Reads the files that lie in an archive. */
public interface Entries {

    /** Why a file of this path is not read, as a person reads it; null if it is. */
    @Nullable
    String whyNot(String path);

    /**
     * Starts to read one.
     *
     * @param path below the folder of the task, as if the archive had been unpacked where it lies
     * @param bytes closed with the reader, or here on an error
     * @throws UnreadableFileException if the beginning shows already that this can't be read
     */
    RecordReader open(String path, InputStream bytes) throws IOException;
}
