package dev.caravan.task;

import java.io.IOException;
import java.io.OutputStream;

/** The compiled prompts of one recipe. Values of a record are data: nothing in them is ever read as a template. */
public final class PromptTemplates implements PromptRenderer {
    private final Template system;
    private final Template user;
    private final boolean hasSystem;

    private PromptTemplates(Task.Prompt prompt) {
        system = compile(prompt.system());
        user = compile(prompt.user());
        hasSystem = !prompt.system().isBlank();
    }

    /**
     * Compiles both templates.
     *
     * @throws RuntimeException if one is broken, which those of a task that was read without problems never are
     */
    public static PromptTemplates compile(Task.Prompt prompt) {
        return new PromptTemplates(prompt);
    }

    @Override
    public void system(CanonicalRecord record, OutputStream out) throws IOException {
        system.render(record, out);
    }

    @Override
    public void user(CanonicalRecord record, OutputStream out) throws IOException {
        user.render(record, out);
    }

    @Override
    public boolean hasSystem() {
        return hasSystem;
    }

    private static Template compile(String template) {
        return CopyTemplate.canRender(template) ? new CopyTemplate(template) : new SectionTemplate(template);
    }

    /** One compiled template. Thread-safe. */
    interface Template {
        /** Writes the inside of a JSON string. */
        void render(CanonicalRecord record, OutputStream out) throws IOException;
    }
}
