package dev.caravan.intake.jsonl;

import dev.caravan.intake.PlainBytes;
import dev.caravan.intake.RangedFormat;
import dev.caravan.intake.RecordReader;
import dev.caravan.intake.RowMarks;
import dev.caravan.intake.Source;
import dev.caravan.intake.StrictReader;
import dev.caravan.ledger.Ranges;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** JSON lines; an empty file has no records and is fine. */
public final class JsonlFormat implements RangedFormat {

    private static final int LONGEST_MARK = 4;
    private static final int UTF8_MARK = 3;

    @Override
    public Set<String> names() {
        return Set.of("jsonl", "ndjson");
    }

    @Override
    public RecordReader open(Source source) throws IOException {
        return open(new PlainBytes(source.bytes()));
    }

    static RecordReader open(PlainBytes file) throws IOException {
        if (!isUtf8(file)) {
            return new TextLines(new StrictReader(file.rest()), 0);
        }
        return new JsonlReader(file, new Ranges.Mark(file.from(), 0, 0));
    }

    /** Passes over a byte order mark. False if it says something else, or nothing can be read. */
    private static boolean isUtf8(PlainBytes file) throws IOException {
        while (file.limit() < LONGEST_MARK && !file.isEnd() && file.more()) {
            // Until a byte order mark would lie there.
        }
        boolean broken = file.limit() < LONGEST_MARK && !file.isEnd();
        if (broken || StrictReader.isOtherThanUtf8(file.bytes(), file.limit())) {
            return false;
        }
        file.passTo(StrictReader.startsWithMark(file.bytes(), file.limit()) ? UTF8_MARK : 0);
        return true;
    }

    @Override
    public @Nullable RowMarks marks(Source source) throws IOException {
        PlainBytes file = new PlainBytes(source.bytes());
        return isUtf8(file) ? new LineMarks(file.rest(), file.from()) : null;
    }

    @Override
    public RecordReader openAt(Source head, Ranges.Mark from, InputStream bytes) {
        return new JsonlReader(new PlainBytes(bytes), from);
    }
}
