package dev.caravan.task;

import java.io.IOException;
import java.io.OutputStream;

/** Renders the prompts of one task from canonical records. Thread-safe. */
public interface PromptRenderer {

    /**
     * Writes the system prompt as the inside of a JSON string (escaped, no quotes) in UTF-8.
     *
     * @param record one canonical JSON object
     */
    void system(CanonicalRecord record, OutputStream out) throws IOException;

    /** Writes the user prompt likewise. */
    void user(CanonicalRecord record, OutputStream out) throws IOException;

    /** Whether there is a system prompt at all. */
    boolean hasSystem();
}
