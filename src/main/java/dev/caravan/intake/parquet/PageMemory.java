package dev.caravan.intake.parquet;

import dev.caravan.intake.UnreadableFileException;

/** How much of the heap the pages in hand may take. Sizes come from the file, so they are asked for before they are used. */
final class PageMemory {
    private final long most;
    private long used;

    PageMemory(long most) {
        this.most = most;
    }

    /** Keeps this much until it is given back. */
    void take(long bytes) throws UnreadableFileException {
        check(bytes);
        used += bytes;
    }

    void give(long bytes) {
        used -= bytes;
    }

    /** Whether there is room for a moment. */
    void check(long bytes) throws UnreadableFileException {
        if (bytes < 0 || bytes > most - used) {
            throw new UnreadableFileException(
                    0,
                    "its pages in hand need more than " + most + " bytes of memory (" + (used + Math.max(0, bytes))
                            + "); write the file with smaller pages or fewer columns, or give more memory (-Xmx)");
        }
    }
}
