package dev.caravan.intake.csv;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import dev.caravan.intake.RecordReader;
import dev.caravan.intake.SourceRow;
import dev.caravan.intake.UnreadableFileException;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows under a header. A ragged row is refused; what breaks the quoting ends the file. */
final class CsvRows implements RecordReader {
    private final CloseableIterator<RowBuffer> rows;
    private final RowBuffer buffer;
    private final Header header;
    private final CsvFields fields;
    private boolean ended;
    private boolean strange;
    private long strangeLine;

    /** All of a file, from its header on. */
    CsvRows(Reader text, char delimiter) throws IOException {
        buffer = new RowBuffer(Header.MAX_COLUMNS, 0);
        rows = parser(text, delimiter, buffer);
        if (!advance()) {
            throw new UnreadableFileException(1, "there is no header; the first line names the columns");
        }
        header = Header.of(buffer);
        buffer.expect(header.names().size());
        fields = new CsvFields(header, buffer);
    }

    /**
     * The rows of a file from this line on.
     *
     * @param line on which the text begins, with a row
     */
    CsvRows(Reader text, char delimiter, Header header, long line) throws IOException {
        this.header = header;
        buffer = new RowBuffer(header.names().size(), line - 1);
        rows = parser(text, delimiter, buffer);
        fields = new CsvFields(header, buffer);
    }

    private static CloseableIterator<RowBuffer> parser(Reader text, char delimiter, RowBuffer buffer)
            throws UnreadableFileException {
        try {
            return CsvReader.builder()
                    .fieldSeparator(delimiter)
                    .maxBufferSize(MAX_RECORD_CHARS)
                    .allowExtraFields(true)
                    .allowMissingFields(true)
                    .build(buffer, new EndMarked(text))
                    .iterator();
        } catch (IllegalArgumentException e) {
            throw new UnreadableFileException(0, "the delimiter can't be used: " + e.getMessage(), e);
        }
    }

    @Override
    public @Nullable SourceRow next() throws IOException {
        if (ended || !advance()) {
            return null;
        }
        long line = buffer.line();
        if (strange) {
            return new SourceRow.Refused(strangeLine, "bad_character", "holds U+FFFF, which is no character");
        }
        if (buffer.isTooLong()) {
            return new SourceRow.Refused(line, "record_too_long", "longer than " + MAX_RECORD_CHARS + " characters");
        }
        return buffer.count() == header.names().size()
                ? new SourceRow.Readable(line, fields)
                : ragged(line, buffer.count(), header);
    }

    static SourceRow ragged(long line, int fields, Header header) {
        return new SourceRow.Refused(
                line,
                "ragged_row",
                "has " + fields + " fields; the header has " + header.names().size());
    }

    @Override
    public List<String> columns() {
        return header.names();
    }

    /** Moves to the next row; false if it is the end mark. */
    private boolean advance() throws IOException {
        if (!hasNext()) {
            throw openQuote(buffer.line());
        }
        rows.next();
        strange = false;
        boolean swallowed = buffer.endsWith(EndMarked.TAIL);
        if (!swallowed && !buffer.isOnly(EndMarked.MARK)) {
            return true;
        }
        strangeLine = buffer.line();
        // Looking ahead puts the next row into the buffer; this one can't be used any more.
        strange = hasNext();
        ended = !strange;
        if (ended && swallowed) {
            throw openQuote(strangeLine);
        }
        return strange;
    }

    private boolean hasNext() throws IOException {
        try {
            return rows.hasNext();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (CsvParseException e) {
            throw new UnreadableFileException(buffer.line(), reason(e), e);
        }
    }

    private static UnreadableFileException openQuote(long line) {
        return new UnreadableFileException(line, "the record that begins here has a quote that is never closed");
    }

    private static String reason(CsvParseException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        String message = String.valueOf(cause.getMessage());
        return message.contains("buffer")
                ? "a field of the record that begins here is longer than " + MAX_RECORD_CHARS
                        + " characters, or its quote is never closed"
                : "the record that begins here breaks the quoting: " + message;
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
