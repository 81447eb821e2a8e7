package dev.caravan.intake.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.caravan.intake.JsonObjects;
import dev.caravan.intake.RecordReader;
import dev.caravan.intake.SourceRow;
import dev.caravan.intake.UnreadableFileException;
import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/** Streams the elements of an array. An element that is no record is refused; a syntax error ends the file. */
final class JsonArrayReader implements RecordReader {
    private final JsonParser parser;
    private final JsonObjects objects = new JsonObjects();
    private boolean ended;

    JsonArrayReader(Reader text) throws IOException {
        parser = JsonObjects.factory().createParser(text);
        try {
            JsonToken first = parser.nextToken();
            if (first != JsonToken.START_ARRAY) {
                throw new UnreadableFileException(
                        line(),
                        (first == null ? "the file is empty" : "the file is not an array")
                                + "; a .json file is one array of objects: [{…}, {…}] (one object a line is .jsonl)");
            }
        } catch (JsonProcessingException e) {
            throw unreadable(e);
        }
    }

    @Override
    public @Nullable SourceRow next() throws IOException {
        if (ended) {
            return null;
        }
        try {
            JsonToken token = parser.nextToken();
            if (token != JsonToken.END_ARRAY) {
                return objects.read(parser, line());
            }
            ended = true;
            if (parser.nextToken() != null) {
                throw new UnreadableFileException(line(), "something follows the end of the array");
            }
            return null;
        } catch (JsonProcessingException e) {
            throw unreadable(e);
        }
    }

    private long line() {
        return Math.max(1, parser.currentTokenLocation().getLineNr());
    }

    private static UnreadableFileException unreadable(JsonProcessingException e) {
        int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
        return new UnreadableFileException(Math.max(1, line), "not valid JSON: " + JsonObjects.describe(e), e);
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
