package dev.caravan.provider.anthropic;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.provider.RequestShape;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A thinking level in the provider's fields.
 *
 * @param field {@code thinking}; null to leave it out
 * @param effort {@code output_config.effort}; null to leave it out
 * @param budget tokens that thinking may take of {@code max_tokens}, 0 if it has no budget
 */
record Thinking(@Nullable ObjectNode field, @Nullable String effort, int budget) {
    /** Tokens by level; the least that the provider takes is 1,024. */
    private static final Map<String, Integer> BUDGETS = Map.of("low", 1024, "medium", 8192, "high", 24_576);

    private static final Thinking UNSAID = new Thinking(null, null, 0);

    /** {@code none} switches thinking off where that is allowed; every other level is passed on as effort or as a budget. */
    static Thinking of(RequestShape shape, Generation generation) {
        String level = shape.thinking();
        if (level == null) {
            return UNSAID;
        }
        if (level.equals("none")) {
            if (!generation.canStopThinking()) {
                throw new IllegalArgumentException("Thinking of " + shape.model()
                        + " can't be switched off: give another thinking level, or none of them");
            }
            return new Thinking(type("disabled"), null, 0);
        }
        if (!byBudget(shape, generation)) {
            return new Thinking(type("adaptive"), level, 0);
        }
        Integer budget = BUDGETS.get(level);
        if (budget == null) {
            throw new IllegalArgumentException("Thinking level \"" + level + "\" has no budget of tokens, and "
                    + shape.model() + " needs one. Known: none, low, medium, high");
        }
        return new Thinking(type("enabled").put("budget_tokens", budget), null, budget);
    }

    private static boolean byBudget(RequestShape shape, Generation generation) {
        return switch (AnthropicProtocol.value(shape, AnthropicProtocol.THINKING_FORM)) {
            case "budget" -> true;
            case "adaptive" -> false;
            default -> generation.thinksByBudget();
        };
    }

    private static ObjectNode type(String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type);
    }
}
