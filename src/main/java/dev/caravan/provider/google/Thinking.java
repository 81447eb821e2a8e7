package dev.caravan.provider.google;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.regex.Pattern;

/** Thinking levels on the wire: a level for Gemini 3 and later, a budget of tokens for Gemini 2.5. Never both. */
final class Thinking {
    private static final Pattern BY_BUDGET = Pattern.compile("(^|/)gemini-2[.]");

    private Thinking() {}

    static void put(String level, String model, ObjectNode config) {
        ObjectNode thinking = config.putObject("thinkingConfig");
        if (isByBudget(model)) {
            thinking.put("thinkingBudget", budget(level, model));
        } else {
            thinking.put("thinkingLevel", level.toUpperCase(Locale.ROOT));
        }
    }

    static boolean isByBudget(String model) {
        return BY_BUDGET.matcher(model).find();
    }

    /** The budgets that Google itself gives for these words in its layer compatible with OpenAI; none and dynamic are its own. */
    private static int budget(String level, String model) {
        boolean pro = model.contains("-pro");
        return switch (level.toLowerCase(Locale.ROOT)) {
            case "none" -> pro ? unknown(level, model) : 0;
            case "minimal" -> 512;
            case "low" -> 1024;
            case "medium" -> 8192;
            case "high" -> pro ? 32768 : 24576;
            case "dynamic" -> -1;
            default -> unknown(level, model);
        };
    }

    private static int unknown(String level, String model) {
        throw new IllegalArgumentException("Thinking level \"" + level + "\" is nothing that " + model
                + " knows. Allowed: minimal, low, medium, high, dynamic"
                + (model.contains("-pro") ? "" : ", none"));
    }
}
