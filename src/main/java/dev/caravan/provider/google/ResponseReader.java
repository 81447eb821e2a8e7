package dev.caravan.provider.google;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.caravan.provider.Walk;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads the {@code response} of a result line: generated content or an embedding. */
public final class ResponseReader {
    private final JsonParser parser;
    private final byte[] bytes;
    private final int from;
    private final Walk walk;
    private final ResultLine line;

    /** @param from where in the bytes the parser began */
    public ResponseReader(JsonParser parser, byte[] bytes, int from, ResultLine line) {
        this.parser = parser;
        this.bytes = bytes;
        this.from = from;
        this.walk = new Walk(parser);
        this.line = line;
    }

    /** The parser stands at the response. */
    public void read() throws IOException {
        walk.object(this::field);
    }

    /** One field of a response. */
    public void field(String name) throws IOException {
        line.answered = true;
        switch (name) {
            case "candidates" -> candidates();
            case "promptFeedback" -> walk.object(this::feedback);
            case "usageMetadata" -> walk.object(this::usage);
            case "modelVersion" -> line.model = walk.text();
            case "responseId" -> line.responseId = walk.text();
            case "tokenCount" -> line.in = count();
            case "embedding" -> walk.object(this::embedding);
            default -> walk.skip();
        }
    }

    /** Only the first candidate: there is never asked for more than one. */
    private void candidates() throws IOException {
        boolean[] seen = new boolean[1];
        walk.array(() -> {
            if (seen[0]) {
                walk.skip();
            } else {
                seen[0] = walk.object(this::candidate);
            }
        });
    }

    private void candidate(String name) throws IOException {
        switch (name) {
            case "content" -> walk.object(this::content);
            case "finishReason" -> line.finish = walk.text();
            case "finishMessage" -> line.finishMessage = walk.text();
            default -> walk.skip();
        }
    }

    private void content(String name) throws IOException {
        if (name.equals("parts")) {
            walk.array(this::part);
        } else {
            walk.skip();
        }
    }

    /** A thought is a part too, and whether it is one may be said behind its text. */
    private void part() throws IOException {
        @Nullable String[] text = new String[1];
        boolean[] thought = new boolean[1];
        walk.object(name -> {
            switch (name) {
                case "text" -> text[0] = walk.text();
                case "thought" -> thought[0] = Boolean.parseBoolean(walk.text());
                default -> walk.skip();
            }
        });
        if (text[0] != null && !thought[0]) {
            line.addText(text[0]);
        }
    }

    private void feedback(String name) throws IOException {
        switch (name) {
            case "blockReason" -> line.blockReason = walk.text();
            case "blockReasonMessage" -> line.blockMessage = walk.text();
            default -> walk.skip();
        }
    }

    private void usage(String name) throws IOException {
        switch (name) {
            case "promptTokenCount", "toolUsePromptTokenCount" -> line.in += count();
            case "cachedContentTokenCount" -> line.cached = count();
            case "candidatesTokenCount" -> line.out += count();
            case "thoughtsTokenCount" -> {
                line.thoughts = count();
                line.out += line.thoughts;
            }
            default -> walk.skip();
        }
    }

    private void embedding(String name) throws IOException {
        if (!name.equals("values") || parser.currentToken() != JsonToken.START_ARRAY) {
            walk.skip();
            return;
        }
        int start = (int) parser.currentTokenLocation().getByteOffset();
        walk.skip();
        int end = (int) parser.currentLocation().getByteOffset();
        line.vector = new String(bytes, from + start, end - start, UTF_8);
    }

    /** Counts are numbers or texts, as Google pleases. */
    private int count() throws IOException {
        String text = walk.text();
        return text != null && text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
    }
}
