package dev.caravan.provider.anthropic;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import dev.caravan.provider.Walk;
import java.io.IOException;

/** Walks over one result line and keeps what matters. The order of fields does not matter. */
final class LineReader {
    private final JsonParser parser;
    private final Walk walk;
    private final Line line;
    private final MessageReader message;

    LineReader(JsonParser parser, byte[] bytes, int from, Line line) {
        this.parser = parser;
        this.walk = new Walk(parser);
        this.line = line;
        this.message = new MessageReader(parser, bytes, from, line);
    }

    void read() throws IOException {
        parser.nextToken();
        boolean object = walk.object(name -> {
            switch (name) {
                case "custom_id" -> line.customId = walk.text();
                case "result" -> walk.object(this::result);
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

    private void result(String name) throws IOException {
        switch (name) {
            case "type" -> line.type = walk.text();
            case "message" -> walk.object(message::field);
            case "error" -> walk.object(this::envelope);
            default -> walk.skip();
        }
    }

    /** The envelope's own type is always "error"; the real error is inside, or flat in older samples. */
    private void envelope(String name) throws IOException {
        switch (name) {
            case "error" -> walk.object(this::error);
            case "request_id" -> line.requestId = walk.text();
            case "type" -> {
                String type = walk.text();
                line.error = line.error == null && !"error".equals(type) ? type : line.error;
            }
            case "message" -> {
                String text = walk.text();
                line.message = line.message == null ? text : line.message;
            }
            default -> walk.skip();
        }
    }

    private void error(String name) throws IOException {
        switch (name) {
            case "type" -> line.error = walk.text();
            case "message" -> line.message = walk.text();
            default -> walk.skip();
        }
    }
}
