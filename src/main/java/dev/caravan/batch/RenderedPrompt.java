package dev.caravan.batch;

import dev.caravan.provider.PromptWriter;
import dev.caravan.task.CanonicalRecord;
import dev.caravan.task.PromptRenderer;
import java.io.IOException;
import java.io.OutputStream;

/** The prompts of one record, for a protocol to put into its line. */
record RenderedPrompt(PromptRenderer prompts, CanonicalRecord record) implements PromptWriter {

    @Override
    public boolean hasSystem() {
        return prompts.hasSystem();
    }

    @Override
    public void system(OutputStream out) throws IOException {
        prompts.system(record, out);
    }

    @Override
    public void user(OutputStream out) throws IOException {
        prompts.user(record, out);
    }
}
