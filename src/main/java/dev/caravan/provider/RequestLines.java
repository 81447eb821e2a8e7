package dev.caravan.provider;

import java.io.IOException;
import java.io.OutputStream;

/** Writes request lines of one {@link RequestShape}. */
public interface RequestLines {

    /** Writes one whole line, line feed included. */
    void write(String customId, PromptWriter prompt, OutputStream out) throws IOException;
}
