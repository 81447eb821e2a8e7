package dev.caravan.intake;

import dev.caravan.ledger.Ranges;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** A format whose files can be read by several readers, each from a mark on. */
public interface RangedFormat extends RecordFormat {

    /**
     * Looks for places in a file where another reader can begin.
     *
     * @param source from its first byte; closed with the result, or by the caller if there is none
     * @return null if such places can't be told in this file
     * @throws UnreadableFileException if the beginning shows already that it can't be read
     */
    @Nullable
    RowMarks marks(Source source) throws IOException;

    /**
     * Reads from a mark on the rows that one reader of all the file would return there, with the same numbers.
     *
     * @param head the file from its first byte; left open
     * @param from one of {@link #marks}
     * @param bytes from there up to another mark, or to the end; closed with the reader, or by the caller on an error
     */
    RecordReader openAt(Source head, Ranges.Mark from, InputStream bytes) throws IOException;
}
