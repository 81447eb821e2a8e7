package dev.caravan.provider.openai;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.caravan.provider.PromptWriter;
import java.io.IOException;
import java.io.OutputStream;

/** A prompt of two texts that need no escaping. */
record Prompt(String systemText, String userText) implements PromptWriter {

    @Override
    public boolean hasSystem() {
        return !systemText.isEmpty();
    }

    @Override
    public void system(OutputStream out) throws IOException {
        out.write(systemText.getBytes(UTF_8));
    }

    @Override
    public void user(OutputStream out) throws IOException {
        out.write(userText.getBytes(UTF_8));
    }
}
