package dev.caravan.intake.csv;

import dev.caravan.intake.PlainBytes;
import dev.caravan.intake.RangedFormat;
import dev.caravan.intake.RecordReader;
import dev.caravan.intake.RowMarks;
import dev.caravan.intake.Source;
import dev.caravan.intake.StrictReader;
import dev.caravan.intake.UnreadableFileException;
import dev.caravan.ledger.Ranges;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Values with a header line: comma, semicolon, tab or pipe, as the task says or the header shows; {@code tsv} is tab. */
public final class CsvFormat implements RangedFormat {

    /** A header that goes on beyond this is left to the parser of texts. */
    static final int LOOK_AHEAD = 1 << 16;

    private static final int UTF8_MARK = 3;

    @Override
    public Set<String> names() {
        return Set.of("csv", "tsv");
    }

    @Override
    public RecordReader open(Source source) throws IOException {
        return open(
                new PlainBytes(source.bytes()),
                source.input().delimiter(),
                source.format().equals("tsv"));
    }

    /** @param set by the task, null if it sets none */
    static RecordReader open(PlainBytes file, @Nullable Character set, boolean tabs) throws IOException {
        Character told = told(set, tabs);
        PlainRows plain = plain(file, told);
        if (plain != null) {
            return plain;
        }
        Replay text = new Replay(new StrictReader(file.rest()));
        return new CsvRows(text, told == null ? Delimiter.detect(text::peek) : told);
    }

    private static @Nullable Character told(@Nullable Character set, boolean tabs) {
        return set == null && tabs ? Character.valueOf('\t') : set;
    }

    private static @Nullable PlainRows plain(Source source) throws IOException {
        return plain(
                new PlainBytes(source.bytes()),
                told(source.input().delimiter(), source.format().equals("tsv")));
    }

    @Override
    public @Nullable RowMarks marks(Source source) throws IOException {
        PlainRows rows = plain(source);
        return rows == null ? null : rows.marks();
    }

    @Override
    public RecordReader openAt(Source head, Ranges.Mark from, InputStream bytes) throws IOException {
        PlainRows rows = plain(head);
        if (rows == null) {
            throw new UnreadableFileException(1, "the header is another one than it was");
        }
        return rows.from(new PlainBytes(bytes), from.lines() + 1);
    }

    private static @Nullable PlainRows plain(PlainBytes file, @Nullable Character told) throws IOException {
        while (file.limit() < LOOK_AHEAD && !file.isEnd() && file.more()) {
            // Until the header lies there.
        }
        if (file.limit() < LOOK_AHEAD && !file.isEnd() || StrictReader.isOtherThanUtf8(file.bytes(), file.limit())) {
            return null;
        }
        int start = StrictReader.startsWithMark(file.bytes(), file.limit()) ? UTF8_MARK : 0;
        char delimiter = told != null
                ? told
                : Delimiter.detect(
                        i -> i < LOOK_AHEAD && start + i < file.limit() ? file.bytes()[start + i] & 0xFF : -1);
        return PlainScanner.takes(delimiter) ? PlainRows.open(file, start, delimiter) : null;
    }
}
