package dev.caravan.intake.jsonl;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.caravan.intake.JsonObjects;
import dev.caravan.intake.RecordReader;
import dev.caravan.intake.SourceRow;
import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/** One row a line; blank lines are none. A bad line is refused and the next one read. */
final class JsonlReader implements RecordReader {
    private final Lines lines;
    private final JsonFactory factory = JsonObjects.factory();
    private final JsonObjects objects = new JsonObjects();

    JsonlReader(Reader text) {
        lines = new Lines(text);
    }

    @Override
    public @Nullable SourceRow next() throws IOException {
        while (lines.next()) {
            if (!lines.isBlank()) {
                return row(lines.number());
            }
        }
        return null;
    }

    private SourceRow row(long line) throws IOException {
        if (lines.isTooLong()) {
            return new SourceRow.Refused(line, "line_too_long", "longer than " + MAX_RECORD_CHARS + " characters");
        }
        try (JsonParser parser = factory.createParser(lines.chars(), 0, lines.length())) {
            parser.nextToken();
            SourceRow row = objects.read(parser, line);
            if (parser.nextToken() != null) {
                return new SourceRow.Refused(line, "bad_json", "more than one JSON value on the line");
            }
            return row;
        } catch (JsonProcessingException e) {
            return new SourceRow.Refused(line, "bad_json", JsonObjects.describe(e));
        }
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
