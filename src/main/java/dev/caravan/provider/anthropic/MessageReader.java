package dev.caravan.provider.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.caravan.provider.Walk;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The message of a request that succeeded: its blocks, why it stopped, what it used. */
final class MessageReader {
    private final JsonParser parser;
    private final byte[] bytes;
    private final int from;
    private final Walk walk;
    private final Line line;

    MessageReader(JsonParser parser, byte[] bytes, int from, Line line) {
        this.parser = parser;
        this.bytes = bytes;
        this.from = from;
        this.walk = new Walk(parser);
        this.line = line;
    }

    void field(String name) throws IOException {
        switch (name) {
            case "id" -> line.requestId = walk.text();
            case "model" -> line.model = walk.text();
            case "stop_reason" -> line.stop = walk.text();
            case "stop_details" -> walk.object(this::details);
            case "usage" -> walk.object(this::usage);
            case "content" -> walk.array(this::block);
            default -> walk.skip();
        }
    }

    /** The explanation if there is one, else the category. */
    private void details(String name) throws IOException {
        switch (name) {
            case "explanation" -> line.refusal = or(walk.text(), line.refusal);
            case "category" -> line.refusal = or(line.refusal, walk.text());
            default -> walk.skip();
        }
    }

    private void usage(String name) throws IOException {
        switch (name) {
            case "input_tokens" -> line.in = walk.number();
            case "cache_creation_input_tokens" -> line.cacheWritten = walk.number();
            case "cache_read_input_tokens" -> line.cacheRead = walk.number();
            case "output_tokens" -> line.out = walk.number();
            case "output_tokens_details" -> line.thinking = walk.numberIn("thinking_tokens");
            default -> walk.skip();
        }
    }

    /** A block says what it is before or after its content. Thinking and server tools are no part of the answer. */
    private void block() throws IOException {
        Line block = new Line();
        walk.object(name -> {
            switch (name) {
                case "type" -> block.type = walk.text();
                case "text" -> block.message = walk.text();
                case "input" -> block.tool = asItStands();
                default -> walk.skip();
            }
        });
        if ("text".equals(block.type) && block.message != null) {
            line.text = line.text == null ? new StringBuilder(block.message.length()) : line.text;
            line.text.append(block.message);
        } else if ("tool_use".equals(block.type)) {
            line.tool = or(line.tool, block.tool);
        }
    }

    private String asItStands() throws IOException {
        int start = (int) parser.currentTokenLocation().getByteOffset();
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            parser.finishToken();
        }
        walk.skip();
        int end = (int) parser.currentLocation().getByteOffset();
        return new String(bytes, from + start, end - start, UTF_8);
    }

    private static @Nullable String or(@Nullable String first, @Nullable String second) {
        return first == null ? second : first;
    }
}
