package dev.caravan.provider;

import org.jspecify.annotations.Nullable;

/** Reads result lines of one {@link RequestShape}. */
public interface ResultLines {

    /**
     * Reads one line. A line that is not understood is {@link Outcome#TRANSIENT} with code {@code unreadable_line}, never
     * an exception, and has a custom id wherever one can be found.
     */
    ProviderResult read(byte[] bytes, int from, int to);

    /**
     * The same for a line of the usual kind, in less time: what {@link #read} would give as {@link Outcome#OK} with this id,
     * this text and these tokens. Null if it is another, or might be.
     */
    default @Nullable PlainResult readPlain(byte[] bytes, int from, int to) {
        return null;
    }
}
