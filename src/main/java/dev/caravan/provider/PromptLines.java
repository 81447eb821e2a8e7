package dev.caravan.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Copies prompts between pieces of JSON that are made once per batch. */
public final class PromptLines implements RequestLines {
    private final Pieces pieces;

    /**
     * @param start what precedes the custom id
     * @param head from behind the custom id to where the prompts start
     * @param systemStart what precedes the system prompt, null if requests of this kind have none
     * @param systemEnd what follows it
     * @param userStart what precedes the user prompt
     * @param tail the rest, line feed included
     */
    public record Pieces(
            byte[] start, byte[] head, byte @Nullable [] systemStart, byte[] systemEnd, byte[] userStart, byte[] tail) {

        /** Of texts. */
        public static Pieces of(
                String start,
                String head,
                @Nullable String systemStart,
                String systemEnd,
                String userStart,
                String tail) {
            return new Pieces(
                    start.getBytes(UTF_8),
                    head.getBytes(UTF_8),
                    systemStart == null ? null : systemStart.getBytes(UTF_8),
                    systemEnd.getBytes(UTF_8),
                    userStart.getBytes(UTF_8),
                    tail.getBytes(UTF_8));
        }
    }

    public PromptLines(Pieces pieces) {
        this.pieces = pieces;
    }

    @Override
    public void write(String customId, PromptWriter prompt, OutputStream out) throws IOException {
        out.write(pieces.start());
        out.write(customId.getBytes(UTF_8));
        out.write(pieces.head());
        if (prompt.hasSystem()) {
            byte[] systemStart = pieces.systemStart();
            if (systemStart == null) {
                throw new IllegalArgumentException(
                        "Requests of this kind have no system prompt: move the text of system.md into user.md, or empty it");
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
