package dev.caravan.simulator.bedrock;

import dev.caravan.simulator.core.ModelCard;
import java.util.Set;

/**
 * A model for batches.
 *
 * @param profiles regions of the inference profiles that lead to it, such as {@code us}; empty = its own id does
 */
record Model(String id, Kind kind, Set<String> profiles) {

    /** Whose request format it takes. */
    enum Kind {
        /** Claude before 4.6: thinks within a budget of tokens. */
        CLAUDE_BUDGET("Anthropic", true, 0),
        /** Claude from 4.6 on: thinks by effort. */
        CLAUDE_EFFORT("Anthropic", true, 0),
        NOVA("Amazon", false, 0),
        LLAMA("Meta", false, 0),
        TITAN("Amazon", false, 1024),
        TITAN_IMAGE("Amazon", false, 1024),
        COHERE("Cohere", false, 1024);

        final String maker;
        final boolean claude;
        final int dimensions;

        Kind(String maker, boolean claude, int dimensions) {
            this.maker = maker;
            this.claude = claude;
            this.dimensions = dimensions;
        }
    }

    boolean isClaude() {
        return kind.claude;
    }

    ModelCard card() {
        Set<String> levels = isClaude() ? Set.of("none", "low", "medium", "high", "xhigh", "max") : Set.of();
        return new ModelCard(id, levels, kind.dimensions);
    }

    /** What Claude calls itself in its answers. */
    String answersAs() {
        return id.replaceFirst("^anthropic\\.", "").replaceFirst("-v\\d+(:\\d+)?$", "");
    }
}
