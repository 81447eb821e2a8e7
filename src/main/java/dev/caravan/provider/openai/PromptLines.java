package dev.caravan.provider.openai;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.caravan.provider.PromptWriter;
import dev.caravan.provider.RequestLines;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Copies prompts between pieces of JSON that are made once per batch. */
final class PromptLines implements RequestLines {
    private static final byte[] START = "{\"custom_id\":\"".getBytes(UTF_8);

    private final Pieces pieces;

    /**
     * @param head from behind the custom id to where the prompts start
     * @param systemStart what precedes the system prompt, null if requests of this kind have none
     * @param systemEnd what follows it
     */
    record Pieces(byte[] head, byte @Nullable [] systemStart, byte[] systemEnd, byte[] userStart, byte[] tail) {}

    PromptLines(Pieces pieces) {
        this.pieces = pieces;
    }

    @Override
    public void write(String customId, PromptWriter prompt, OutputStream out) throws IOException {
        out.write(START);
        out.write(customId.getBytes(UTF_8));
        out.write(pieces.head());
        if (prompt.hasSystem()) {
            byte[] systemStart = pieces.systemStart();
            if (systemStart == null) {
                throw new IllegalArgumentException(
                        "Embeddings have no system prompt: move the text of system.md into user.md, or empty it");
            }
            out.write(systemStart);
            prompt.system(out);
            out.write(pieces.systemEnd());
        }
        out.write(pieces.userStart());
        prompt.user(out);
        out.write(pieces.tail());
    }
}
