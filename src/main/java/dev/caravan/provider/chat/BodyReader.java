package dev.caravan.provider.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.caravan.provider.Walk;
import java.io.IOException;

/** The body of an answer, of whichever endpoint: their field names do not collide. */
final class BodyReader {
    private final JsonParser parser;
    private final byte[] bytes;
    private final int from;
    private final Walk walk;
    private final Line line;

    BodyReader(JsonParser parser, byte[] bytes, int from, Line line) {
        this.parser = parser;
        this.bytes = bytes;
        this.from = from;
        this.walk = new Walk(parser);
        this.line = line;
    }

    void field(String name) throws IOException {
        switch (name) {
            case "model" -> line.model = walk.text();
            case "status" -> line.finish = walk.text();
            case "error" -> line.bodyFault.read(parser, walk);
            case "incomplete_details" -> walk.object(this::incomplete);
            case "usage" -> walk.object(this::usage);
            case "choices" -> choices();
            case "output" -> walk.array(this::item);
            case "data" -> walk.array(() -> walk.object(this::vector));
            case "results" -> walk.array(this::raw);
            default -> walk.skip();
        }
    }

    private void incomplete(String name) throws IOException {
        if (name.equals("reason")) {
            line.incomplete = walk.text();
        } else {
            walk.skip();
        }
    }

    private void usage(String name) throws IOException {
        switch (name) {
            case "prompt_tokens", "input_tokens" -> line.in = walk.number();
            case "completion_tokens", "output_tokens" -> line.out = walk.number();
            case "prompt_tokens_details", "input_tokens_details" -> line.cached = walk.numberIn("cached_tokens");
            case "completion_tokens_details", "output_tokens_details" ->
                line.reasoning = walk.numberIn("reasoning_tokens");
            default -> walk.skip();
        }
    }

    /** Only the first choice: there is never asked for more than one. */
    private void choices() throws IOException {
        boolean[] seen = new boolean[1];
        walk.array(() -> {
            if (seen[0]) {
                walk.skip();
            } else {
                seen[0] = walk.object(this::choice);
            }
        });
    }

    private void choice(String name) throws IOException {
        switch (name) {
            case "finish_reason" -> line.finish = walk.text();
            case "message" -> walk.object(this::message);
            default -> walk.skip();
        }
    }

    private void message(String name) throws IOException {
        switch (name) {
            case "refusal" -> line.refusal = walk.text();
            case "content" -> content();
            default -> walk.skip();
        }
    }

    /** A text, or a list of parts of which those with a type of text hold it. */
    private void content() throws IOException {
        if (parser.currentToken() == JsonToken.START_ARRAY) {
            walk.array(() -> part(line));
        } else {
            line.addText(walk.text());
        }
    }

    /** An item of a Responses output: only messages hold the answer, and they are rarely the first item. */
    private void item() throws IOException {
        Line item = new Line();
        walk.object(name -> {
            switch (name) {
                case "type" -> item.finish = walk.text();
                case "content" -> walk.array(() -> part(item));
                default -> walk.skip();
            }
        });
        if ("message".equals(item.finish)) {
            line.addText(item.text == null ? null : item.text.toString());
            line.refusal = item.refusal == null ? line.refusal : item.refusal;
        }
    }

    private void part(Line item) throws IOException {
        Line part = new Line();
        walk.object(name -> {
            switch (name) {
                case "type" -> part.finish = walk.text();
                case "text" -> part.addText(walk.text());
                case "refusal" -> part.refusal = walk.text();
                default -> walk.skip();
            }
        });
        if (("output_text".equals(part.finish) || "text".equals(part.finish)) && part.text != null) {
            item.addText(part.text.toString());
        } else if ("refusal".equals(part.finish)) {
            item.refusal = part.refusal;
        }
    }

    private void vector(String name) throws IOException {
        if (name.equals("embedding")) {
            raw();
        } else {
            walk.skip();
        }
    }

    /** One input makes one vector or verdict: the first, as its JSON stands. */
    private void raw() throws IOException {
        if (line.raw != null) {
            walk.skip();
            return;
        }
        int start = (int) parser.currentTokenLocation().getByteOffset();
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            parser.finishToken();
        }
        walk.skip();
        int end = (int) parser.currentLocation().getByteOffset();
        line.raw = new String(bytes, from + start, end - start, UTF_8);
    }
}
