package dev.caravan.provider;

/** Reads result lines of one {@link RequestShape}. */
public interface ResultLines {

    /**
     * Reads one line. A line that is not understood is {@link Outcome#TRANSIENT} with code {@code unreadable_line}, never
     * an exception, and has a custom id wherever one can be found.
     */
    ProviderResult read(byte[] bytes, int from, int to);
}
