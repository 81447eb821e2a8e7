package dev.caravan.simulator.bedrock;

import static dev.caravan.simulator.bedrock.Question.need;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.simulator.bedrock.Model.Kind;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How Claude takes thinking and sampling, in either form. */
final class ClaudeRules {
    private static final int LEAST_BUDGET = 1024;
    private static final int MUCH = 16_000;
    private static final Set<String> EFFORTS = Set.of("low", "medium", "high", "max");

    private ClaudeRules() {}

    static void sampling(JsonNode temperature, JsonNode topP, boolean thinks) {
        need(
                temperature.isMissingNode() || topP.isMissingNode(),
                "`temperature` and `top_p` cannot both be specified for this model. Please use only one.");
        need(
                !thinks || temperature.isMissingNode() || temperature.asDouble() == 1,
                "`temperature` may only be set to 1 when thinking is enabled.");
    }

    /** Returns the level that the model thinks at: {@code none} if it does not. */
    static String effort(JsonNode thinking, JsonNode effort, @Nullable Integer maxTokens, Model model) {
        boolean byEffort = model.kind() == Kind.CLAUDE_EFFORT;
        need(
                effort.isMissingNode() || (byEffort && EFFORTS.contains(effort.asText())),
                "output_config.effort: This model does not support the effort parameter '" + effort.asText() + "'.");
        String type = thinking.path("type").asText(thinking.isMissingNode() ? "disabled" : "");
        switch (type) {
            case "disabled" -> {
                return "none";
            }
            case "adaptive" -> {
                need(byEffort, "adaptive thinking is not supported on this model");
                return effort.asText("high");
            }
            case "enabled" -> {
                int budget = thinking.path("budget_tokens").asInt();
                need(
                        budget >= LEAST_BUDGET,
                        "thinking.enabled.budget_tokens: Input should be greater than or equal to 1024");
                need(
                        maxTokens != null && maxTokens > budget,
                        "`max_tokens` must be greater than `thinking.budget_tokens`.");
                return budget < 2 * LEAST_BUDGET ? "low" : budget < MUCH ? "medium" : "high";
            }
            default ->
                throw RecordException.invalid(
                        "thinking: Input tag '%s' does not match any of the expected tags: 'disabled', 'enabled', 'adaptive'"
                                .formatted(type));
        }
    }
}
