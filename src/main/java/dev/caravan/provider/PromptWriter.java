package dev.caravan.provider;

import java.io.IOException;
import java.io.OutputStream;

/** Writes the prompts of one record, escaped for the inside of a JSON string, without quotes. */
public interface PromptWriter {

    boolean hasSystem();

    void system(OutputStream out) throws IOException;

    void user(OutputStream out) throws IOException;
}
