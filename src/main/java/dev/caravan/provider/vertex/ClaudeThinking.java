package dev.caravan.provider.vertex;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Thinking levels of Claude: an effort from 4.6 on, a budget of tokens before. */
final class ClaudeThinking {
    /** The family and its version: claude-opus-4-6, claude-haiku-4-5@20251001. A date is no minor version. */
    private static final Pattern VERSION = Pattern.compile("claude-[a-z]+-(\\d{1,2})(?:-(\\d{1,2}))?(?!\\d)");

    private ClaudeThinking() {}

    static void put(String level, String model, long mostTokens, ObjectNode request, ObjectNode output) {
        if (byBudget(model)) {
            long budget = budget(level, model);
            if (budget >= mostTokens) {
                throw new IllegalArgumentException("Thinking level \"" + level + "\" of " + model + " takes up to "
                        + budget + " tokens, so max_tokens must be larger than that; it is " + mostTokens);
            }
            request.putObject("thinking").put("type", "enabled").put("budget_tokens", budget);
        } else {
            request.putObject("thinking").put("type", "adaptive");
            output.put("effort", level);
        }
    }

    private static boolean byBudget(String model) {
        Matcher version = VERSION.matcher(model);
        if (!version.find()) {
            return model.contains("claude-3");
        }
        int major = Integer.parseInt(version.group(1));
        int minor = version.group(2) == null ? 0 : Integer.parseInt(version.group(2));
        return major < 4 || (major == 4 && minor < 6);
    }

    private static long budget(String level, String model) {
        return switch (level) {
            case "low" -> 1024;
            case "medium" -> 8192;
            case "high" -> 24576;
            default ->
                throw new IllegalArgumentException("Thinking level \"" + level + "\" is nothing that " + model
                        + " knows. Allowed: low, medium, high");
        };
    }
}
