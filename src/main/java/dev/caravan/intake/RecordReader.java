package dev.caravan.intake;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the rows of one file in their order, in memory that does not depend on the file. Not thread-safe. */
public interface RecordReader extends Closeable {

    /** Most characters in one record: one that is longer is refused, or ends the file where its end can't be found. */
    int MAX_RECORD_CHARS = 8 << 20;

    /**
     * The next row; null at the end. Its fields are valid until the next call.
     *
     * @throws UnreadableFileException if nothing more can be read; rows before that place were returned
     */
    @Nullable
    SourceRow next() throws IOException;

    /** The columns that every row has; null where each row names its own. */
    default @Nullable List<String> columns() {
        return null;
    }
}
