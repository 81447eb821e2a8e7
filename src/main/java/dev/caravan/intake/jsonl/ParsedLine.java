package dev.caravan.intake.jsonl;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.caravan.intake.JsonObjects;
import dev.caravan.intake.SourceRow;
import java.io.IOException;

/** The row of any line, by Jackson. */
final class ParsedLine {
    private final JsonFactory factory = JsonObjects.factory();
    private final JsonObjects objects = new JsonObjects();

    /** @param line its number */
    SourceRow row(char[] text, int length, long line) throws IOException {
        try (JsonParser parser = factory.createParser(text, 0, length)) {
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
}
