package dev.caravan.intake.csv;

import dev.caravan.intake.PlainBytes;
import dev.caravan.intake.RecordReader;
import dev.caravan.intake.SourceRow;
import dev.caravan.intake.StrictReader;
import dev.caravan.ledger.Ranges;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows under a header, as long as they are plain. From the first one on that is not, all others are read by {@link CsvRows}:
 * what it makes of them holds.
 */
final class PlainRows implements RecordReader {
    private final PlainBytes file;
    private final char delimiter;
    private final Header header;
    private final PlainScanner row;
    private final PlainFields fields;
    private long line;
    private @Nullable CsvRows strange;

    private PlainRows(PlainBytes file, char delimiter, Header header, Start start) {
        this.file = file;
        this.delimiter = delimiter;
        this.header = header;
        this.row = start.row();
        this.fields = new PlainFields(header, row, file);
        this.line = start.line();
    }

    /** The header was read; {@code line} is the one behind it. */
    private record Start(PlainScanner row, long line) {}

    /**
     * Reads the header; null if it is not plain, and nothing was passed over then.
     *
     * @param file of which as much was read as is looked at
     * @param start of the text in it
     * @throws dev.caravan.intake.UnreadableFileException if it is no header
     */
    static @Nullable PlainRows open(PlainBytes file, int start, char delimiter) throws IOException {
        var row = new PlainScanner(delimiter, Header.MAX_COLUMNS + 1);
        long line = 1;
        int from = start;
        int next;
        do {
            next = row.scan(file.bytes(), from, file.limit(), file.isEnd());
            if (next < 0 || next == from || next > CsvFormat.LOOK_AHEAD) {
                return null;
            }
            if (row.isBlank()) {
                from = next;
                line += row.lines();
            }
        } while (row.isBlank());
        Header header = header(file, row, line);
        file.passTo(next);
        line += row.lines();
        row.expect(header.names().size());
        return new PlainRows(file, delimiter, header, new Start(row, line));
    }

    private static Header header(PlainBytes file, PlainScanner row, long line) throws IOException {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < Math.min(row.count(), Header.MAX_COLUMNS + 1); i++) {
            names.add(PlainFields.text(file.bytes(), row, i));
        }
        return Header.of(names, line);
    }

    /** Places where rows begin, in place of these rows; only before the first of them. */
    PlainMarks marks() {
        return new PlainMarks(file, row, new Ranges.Mark(file.from(), line - 1, 0));
    }

    /** Rows of the same file, from this line on. */
    PlainRows from(PlainBytes bytes, long there) {
        var scanner = new PlainScanner(delimiter, header.names().size());
        return new PlainRows(bytes, delimiter, header, new Start(scanner, there));
    }

    @Override
    public @Nullable SourceRow next() throws IOException {
        while (strange == null) {
            int next = row.scan(file.bytes(), file.from(), file.limit(), file.isEnd());
            if (next == PlainScanner.MORE && file.more()) {
                continue;
            }
            if (next < 0) {
                strange = new CsvRows(StrictReader.within(file.rest(), line), delimiter, header, line);
                break;
            }
            if (next == file.from()) {
                return null;
            }
            long begin = line;
            boolean blank = row.isBlank();
            line += row.lines();
            file.passTo(next);
            if (!blank) {
                return row(begin);
            }
        }
        return strange.next();
    }

    private SourceRow row(long begin) {
        return row.count() == header.names().size()
                ? new SourceRow.Readable(begin, fields)
                : CsvRows.ragged(begin, row.count(), header);
    }

    @Override
    public List<String> columns() {
        return header.names();
    }

    @Override
    public void close() throws IOException {
        if (strange == null) {
            file.close();
        } else {
            strange.close();
        }
    }
}
