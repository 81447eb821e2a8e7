package dev.caravan.intake;

import dev.caravan.ledger.Ranges.Mark;
import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Walks through a file from row to row, much faster than its rows can be read. Not thread-safe. */
public interface RowMarks extends Closeable {

    /** Where the first row may begin, behind what the file begins with; only before the first {@link #next}. */
    Mark first();

    /**
     * The next place where a row begins, or the file ends, that is not before this byte.
     *
     * @return null if from the last mark on such places can't be told up to there: one reader has to read the rest
     */
    @Nullable
    Mark next(long atLeast) throws IOException;
}
