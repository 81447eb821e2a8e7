package dev.caravan.intake.csv;

import dev.caravan.intake.PlainBytes;
import dev.caravan.intake.RecordFormat;
import dev.caravan.intake.RecordReader;
import dev.caravan.intake.Source;
import dev.caravan.intake.StrictReader;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Values with a header line: comma, semicolon, tab or pipe, as the task says or the header shows; {@code tsv} is tab. */
public final class CsvFormat implements RecordFormat {

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
        while (file.limit() < LOOK_AHEAD && !file.isEnd() && file.more()) {
            // Until the header lies there.
        }
        Character told = set == null && tabs ? Character.valueOf('\t') : set;
        PlainRows plain = plain(file, told);
        if (plain != null) {
            return plain;
        }
        Replay text = new Replay(new StrictReader(file.rest()));
        return new CsvRows(text, told == null ? Delimiter.detect(text::peek) : told);
    }

    private static @Nullable PlainRows plain(PlainBytes file, @Nullable Character told) throws IOException {
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
