package dev.caravan.provider.bedrock;

import com.fasterxml.jackson.core.JsonParser;
import dev.caravan.provider.Walk;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The answer of a model, of whichever maker: the names of their fields do not collide. */
final class OutputReader {
    private final Walk walk;
    private final Line line;
    private final VectorReader vectors;

    OutputReader(JsonParser parser, byte[] bytes, int from, Line line) {
        this.walk = new Walk(parser);
        this.line = line;
        this.vectors = new VectorReader(parser, bytes, from);
    }

    void field(String name) throws IOException {
        switch (name) {
            case "id" -> line.id = walk.text();
            case "model" -> line.model = walk.text();
            case "content" -> walk.array(this::block);
            case "output" -> walk.object(this::output);
            case "generation" -> line.addText(walk.text());
            case "stop_reason", "stopReason" -> line.stop = walk.text();
            case "stop_details" -> walk.object(this::details);
            case "usage" -> walk.object(this::usage);
            case "prompt_token_count", "inputTextTokenCount" -> line.in = walk.number();
            case "generation_token_count" -> line.out = walk.number();
            case "embedding" -> line.vector = vectors.first();
            case "embeddings", "embeddingsByType" -> vector();
            default -> walk.skip();
        }
    }

    private void output(String name) throws IOException {
        if (name.equals("message")) {
            walk.object(field -> {
                if (field.equals("content")) {
                    walk.array(this::block);
                } else {
                    walk.skip();
                }
            });
        } else {
            walk.skip();
        }
    }

    /** Claude names the type of a block, the others by the member that is not null: only texts are the answer. */
    private void block() throws IOException {
        @Nullable String[] found = new String[2];
        walk.object(name -> {
            switch (name) {
                case "type" -> found[0] = walk.text();
                case "text" -> found[1] = walk.text();
                default -> walk.skip();
            }
        });
        if (found[0] == null || found[0].equals("text")) {
            line.addText(found[1]);
        }
    }

    private void details(String name) throws IOException {
        if (name.equals("explanation")) {
            line.explanation = walk.text();
        } else {
            walk.skip();
        }
    }

    private void usage(String name) throws IOException {
        switch (name) {
            case "input_tokens", "inputTokens" -> line.in = walk.number();
            case "output_tokens", "outputTokens" -> line.out = walk.number();
            case "cache_read_input_tokens", "cacheReadInputTokens", "cacheReadInputTokenCount" ->
                line.cacheRead = walk.number();
            case "cache_creation_input_tokens", "cacheWriteInputTokens", "cacheWriteInputTokenCount" ->
                line.cacheWritten = walk.number();
            case "output_tokens_details" -> line.reasoning = walk.numberIn("thinking_tokens");
            default -> walk.skip();
        }
    }

    private void vector() throws IOException {
        String vector = vectors.first();
        if (line.vector == null) {
            line.vector = vector;
        }
    }
}
