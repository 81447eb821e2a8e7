package dev.caravan.simulator.core;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One line of a result file.
 *
 * @param file which one, such as {@code output}; a file without rows does not come into being
 */
public record Row(String file, ObjectNode line, Kind kind) {
    /** What a row counts as. */
    public enum Kind {
        /** Completed, and on the bill. */
        CHARGED,
        /** Completed, but nothing came of it and it costs nothing. */
        FREE,
        FAILED,
        /** Had no turn before the job expired or was cancelled. */
        UNRUN
    }
}
