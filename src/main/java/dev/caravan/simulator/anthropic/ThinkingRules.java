package dev.caravan.simulator.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import java.util.TreeSet;

/** Whether a request makes its model think, and how hard. */
final class ThinkingRules {
    private static final int LEAST_BUDGET = 1024;

    private ThinkingRules() {}

    /** The effort of its thinking; {@code none} if it does not think. */
    static String effort(ObjectNode params, ClaudeModel model, int maxTokens) {
        JsonNode effort = params.path("output_config").path("effort");
        if (!effort.isMissingNode() && !model.efforts().contains(effort.asText())) {
            throw AnthropicException.badRequest(
                    model.efforts().isEmpty()
                            ? "This model does not support the effort parameter"
                            : "output_config.effort: Input should be one of %s for this model"
                                    .formatted(new TreeSet<>(model.efforts())));
        }
        return thinks(params, model, maxTokens) ? effort.asText("high") : "none";
    }

    private static boolean thinks(ObjectNode params, ClaudeModel model, int maxTokens) {
        JsonNode thinking = params.path("thinking");
        if (thinking.isMissingNode()) {
            return model.alwaysThinks();
        }
        String type = thinking.path("type").asText();
        if (!Set.of("adaptive", "disabled", "enabled").contains(type)) {
            throw AnthropicException.badRequest(
                    "thinking: Input tag '%s' does not match any of 'adaptive', 'disabled', 'enabled'".formatted(type));
        }
        if (!model.thinking().contains(type)) {
            throw AnthropicException.badRequest("\"thinking.type.%s\" is not supported for this model".formatted(type));
        }
        if (type.equals("enabled")) {
            budget(params, thinking.path("budget_tokens"), maxTokens);
        } else if (thinking.has("budget_tokens")) {
            throw AnthropicException.badRequest("thinking." + type + ".budget_tokens: Extra inputs are not permitted");
        }
        return !type.equals("disabled");
    }

    private static void budget(ObjectNode params, JsonNode budget, int maxTokens) {
        if (!budget.isInt() || budget.asInt() < LEAST_BUDGET) {
            throw AnthropicException.badRequest(
                    "thinking.enabled.budget_tokens: Input should be greater than or equal to " + LEAST_BUDGET);
        }
        if (budget.asInt() >= maxTokens) {
            throw AnthropicException.badRequest("`max_tokens` must be greater than `thinking.budget_tokens`");
        }
        if (params.has("top_k") || params.path("temperature").asDouble(1) != 1) {
            throw AnthropicException.badRequest("`temperature` may only be set to 1, and `top_k` not, with thinking");
        }
    }
}
