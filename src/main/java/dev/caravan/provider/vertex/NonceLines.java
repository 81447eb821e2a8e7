package dev.caravan.provider.vertex;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.caravan.provider.PromptLines;
import dev.caravan.provider.PromptWriter;
import dev.caravan.provider.RequestLines;
import java.io.IOException;
import java.io.OutputStream;

/** Lines with the custom id in them twice: beside the request and, as a nonce, inside of it. */
final class NonceLines implements RequestLines {
    private final byte[] before;
    private final PromptLines lines;
    private final byte[] after;

    /**
     * @param before stands at the start, followed by the custom id; empty for neither
     * @param after stands at the end, behind the custom id; empty for neither
     */
    NonceLines(String before, PromptLines lines, String after) {
        this.before = before.getBytes(UTF_8);
        this.lines = lines;
        this.after = after.getBytes(UTF_8);
    }

    @Override
    public void write(String customId, PromptWriter prompt, OutputStream out) throws IOException {
        byte[] id = customId.getBytes(UTF_8);
        if (before.length > 0) {
            out.write(before);
            out.write(id);
        }
        lines.write(customId, prompt, out);
        if (after.length > 0) {
            out.write(id);
            out.write(after);
        }
    }
}
