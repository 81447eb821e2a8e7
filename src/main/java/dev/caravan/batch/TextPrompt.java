package dev.caravan.batch;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.caravan.provider.PromptWriter;
import java.io.IOException;
import java.io.OutputStream;

/** A prompt that somebody typed, and no system prompt. */
record TextPrompt(String text) implements PromptWriter {

    @Override
    public boolean hasSystem() {
        return false;
    }

    @Override
    public void system(OutputStream out) {}

    @Override
    public void user(OutputStream out) throws IOException {
        out.write(JsonStringEncoder.getInstance().quoteAsUTF8(text));
    }
}
