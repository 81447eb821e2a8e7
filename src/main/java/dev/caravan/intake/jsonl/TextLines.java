package dev.caravan.intake.jsonl;

import dev.caravan.intake.RecordReader;
import dev.caravan.intake.SourceRow;
import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/** Rows out of text: one a line; blank lines are none. A bad line is refused and the next one read. */
final class TextLines implements RecordReader {
    private final Lines lines;
    private final ParsedLine parsed = new ParsedLine();
    private final long linesBefore;

    /** @param linesBefore this text, in its file */
    TextLines(Reader text, long linesBefore) {
        this.lines = new Lines(text);
        this.linesBefore = linesBefore;
    }

    @Override
    public @Nullable SourceRow next() throws IOException {
        while (lines.next()) {
            if (!lines.isBlank()) {
                return row(linesBefore + lines.number());
            }
        }
        return null;
    }

    private SourceRow row(long line) throws IOException {
        if (lines.isTooLong()) {
            return new SourceRow.Refused(line, "line_too_long", "longer than " + MAX_RECORD_CHARS + " characters");
        }
        return parsed.row(lines.chars(), lines.length(), line);
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
