package dev.caravan.intake.jsonl;

import dev.caravan.intake.PlainBytes;
import dev.caravan.intake.RecordFormat;
import dev.caravan.intake.RecordReader;
import dev.caravan.intake.Source;
import dev.caravan.intake.StrictReader;
import java.io.IOException;
import java.util.Set;

/** JSON lines; an empty file has no records and is fine. */
public final class JsonlFormat implements RecordFormat {

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
        while (file.limit() < LONGEST_MARK && !file.isEnd() && file.more()) {
            // Until a byte order mark would lie there.
        }
        boolean broken = file.limit() < LONGEST_MARK && !file.isEnd();
        if (broken || StrictReader.isOtherThanUtf8(file.bytes(), file.limit())) {
            return new TextLines(new StrictReader(file.rest()), 0);
        }
        file.passTo(StrictReader.startsWithMark(file.bytes(), file.limit()) ? UTF8_MARK : 0);
        return new JsonlReader(file);
    }
}
