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

    /** The columns that rows have from here on; null where each row names its own. */
    default @Nullable List<String> columns() {
        return null;
    }

    /** What stands before a reason to say where the last row lies, if its number does not: empty, or {@code a.csv:3: }. */
    default String where() {
        return "";
    }

    /** What the numbers of rows count: {@code line} or {@code record}. */
    default String unit() {
        return "line";
    }
}
