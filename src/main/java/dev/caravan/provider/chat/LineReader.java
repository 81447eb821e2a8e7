package dev.caravan.provider.chat;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import dev.caravan.provider.Walk;
import java.io.IOException;

/**
 * Walks over one result line and keeps what matters. The order of fields does not matter. A response without a wrapper,
 * which some providers write, is the body itself.
 */
final class LineReader {
    private final JsonParser parser;
    private final Walk walk;
    private final Line line;
    private final BodyReader body;

    LineReader(JsonParser parser, byte[] bytes, int from, Line line) {
        this.parser = parser;
        this.walk = new Walk(parser);
        this.line = line;
        this.body = new BodyReader(parser, bytes, from, line);
    }

    void read() throws IOException {
        parser.nextToken();
        boolean object = walk.object(name -> {
            switch (name) {
                case "custom_id" -> line.customId = walk.text();
                case "response" -> walk.object(this::response);
                case "error" -> line.lineFault.read(parser, walk);
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

    private void response(String name) throws IOException {
        switch (name) {
            case "status_code" -> {
                line.answered = true;
                line.status = walk.number();
            }
            case "request_id" -> line.requestId = walk.text();
            case "body" -> walk.object(body::field);
            case "choices", "data", "output", "results" -> {
                line.bare = true;
                body.field(name);
            }
            default -> body.field(name);
        }
    }
}
