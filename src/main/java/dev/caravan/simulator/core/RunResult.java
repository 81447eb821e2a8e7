package dev.caravan.simulator.core;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What running the lines of a job left behind.
 *
 * @param completed lines with an answer
 * @param failed lines with an error
 * @param unrun rows about lines that had no turn
 * @param notes of {@link Dialect#finish}
 */
public record RunResult(int completed, int failed, int unrun, Tokens tokens, ObjectNode notes) {
    static RunResult none() {
        return new RunResult(0, 0, 0, Tokens.NONE, Json.object());
    }
}
