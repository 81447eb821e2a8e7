package dev.caravan.simulator.core;

import org.jspecify.annotations.Nullable;

/**
 * What is asked of the model, freed of the wire it came on.
 *
 * @param text what the user said
 * @param maxTokens hidden reasoning counts too; null = no cap
 * @param effort thinking level; empty = the model's own
 */
public record Ask(
        String text, OutputFormat format, @Nullable Integer maxTokens, String effort, ModelCard model) {
    /** Tokens of hidden reasoning, few enough to leave room for an answer under sensible caps. */
    int reasoningTokens() {
        if (!model.reasons()) {
            return 0;
        }
        return switch (effort) {
            case "none" -> 0;
            case "minimal" -> 8;
            case "low" -> 32;
            case "high" -> 128;
            case "xhigh" -> 192;
            case "max" -> 256;
            default -> model.levels().contains("none") && effort.isEmpty() ? 0 : 64;
        };
    }
}
