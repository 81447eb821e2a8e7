package dev.caravan.simulator.anthropic;

import java.util.Set;

/**
 * What one model takes.
 *
 * @param dated the name that answers carry
 * @param thinking types of {@code thinking} it takes; without {@code disabled} it always thinks
 * @param efforts levels of {@code output_config.effort} it takes
 * @param samples whether it takes temperature, top_p and top_k
 * @param prefills whether the last message may be the assistant's
 * @param forcesTools whether tool_choice may force a tool
 * @param maxTokens most tokens of an answer
 */
record ClaudeModel(
        String name,
        String dated,
        Set<String> thinking,
        Set<String> efforts,
        boolean samples,
        boolean prefills,
        boolean forcesTools,
        int maxTokens) {
    private static final int LONG_OUTPUT = 300_000;

    boolean alwaysThinks() {
        return !thinking.contains("disabled");
    }

    /** @param longOutput whether the batch was created with the beta for long answers, which only some models know */
    int maxTokens(boolean longOutput) {
        boolean knowsIt = maxTokens == 128_000 && (name.startsWith("claude-opus") || name.startsWith("claude-sonnet"));
        return longOutput && knowsIt ? LONG_OUTPUT : maxTokens;
    }
}
