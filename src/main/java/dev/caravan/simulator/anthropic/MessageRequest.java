package dev.caravan.simulator.anthropic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.simulator.core.OutputFormat;
import org.jspecify.annotations.Nullable;

/**
 * The {@code params} of a request that passed all rules.
 *
 * @param effort of thinking; {@code none} when the model does not think
 * @param showsThinking whether its thoughts are in the answer, not only their block
 * @param tool that the model has to use; null when it may answer in words
 */
record MessageRequest(
        ObjectNode params,
        ClaudeModel model,
        int maxTokens,
        String effort,
        boolean showsThinking,
        OutputFormat format,
        @Nullable String tool) {
    boolean thinks() {
        return !effort.equals("none");
    }
}
