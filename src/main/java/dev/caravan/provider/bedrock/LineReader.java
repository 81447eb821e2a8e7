package dev.caravan.provider.bedrock;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.caravan.provider.Walk;
import java.io.IOException;

/** Walks over one result line and keeps what matters. The echoed input is passed over, whatever it holds. */
final class LineReader {
    private final JsonParser parser;
    private final Walk walk;
    private final Line line;
    private final OutputReader output;

    LineReader(JsonParser parser, byte[] bytes, int from, Line line) {
        this.parser = parser;
        this.walk = new Walk(parser);
        this.line = line;
        this.output = new OutputReader(parser, bytes, from, line);
    }

    void read() throws IOException {
        parser.nextToken();
        boolean object = walk.object(name -> {
            switch (name) {
                case "recordId" -> line.recordId = walk.text();
                case "modelOutput" -> line.answered = walk.object(output::field);
                case "error" -> line.faulty = walk.object(this::error);
                default -> walk.skip();
            }
        });
        if (!object) {
            throw new JsonParseException(parser, "it is not a JSON object");
        }
        if (parser.nextToken() != null) {
            throw new JsonParseException(parser, "something follows the JSON object");
        }
    }

    private void error(String name) throws IOException {
        switch (name) {
            case "errorCode" -> line.errorCode = walk.text();
            case "errorMessage" -> line.errorMessage = walk.text();
            case "expired" -> line.expired = parser.currentToken() == JsonToken.VALUE_TRUE;
            case "retryable" -> {
                if (parser.currentToken() != JsonToken.VALUE_NULL) {
                    line.retryable = parser.currentToken() == JsonToken.VALUE_TRUE;
                }
            }
            default -> walk.skip();
        }
    }
}
