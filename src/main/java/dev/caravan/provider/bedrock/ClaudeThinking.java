package dev.caravan.provider.bedrock;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Thinking levels of Claude: an effort from 4.6 on, a budget of tokens before.
 *
 * @param budget tokens; 0 where the model decides by effort
 */
record ClaudeThinking(String level, long budget) {
    /** claude-opus-4-6-v1, claude-haiku-4-5-20251001-v1:0, claude-3-7-sonnet. A date is no minor version. */
    private static final Pattern VERSION =
            Pattern.compile("claude-(?:[a-z]+-)?(\\d{1,2})(?!\\d)(?:-(\\d{1,2})(?!\\d))?");

    private static final Set<String> EFFORTS = Set.of("low", "medium", "high", "xhigh", "max");

    /**
     * @param mostTokens the limit of the answer, thinking included; 0 if there is none
     * @throws IllegalArgumentException if the model has no such level, or its budget does not fit
     */
    static ClaudeThinking of(String level, String model, long mostTokens) {
        Matcher version = VERSION.matcher(model);
        if (!version.find()) {
            throw new IllegalArgumentException(
                    "The id \"" + model + "\" does not tell how the model takes thinking level \"" + level
                            + "\": give it as parameters instead");
        }
        int major = Integer.parseInt(version.group(1));
        int minor = version.group(2) == null ? 0 : Integer.parseInt(version.group(2));
        if (major > 4 || (major == 4 && minor >= 6)) {
            return new ClaudeThinking(known(level, model, EFFORTS), 0);
        }
        long budget = budget(known(level, model, Set.of("low", "medium", "high")));
        if (mostTokens <= budget) {
            throw new IllegalArgumentException("Thinking level \"" + level + "\" of " + model + " takes up to " + budget
                    + " tokens, so the limit of the answer must be larger than that; it is " + mostTokens);
        }
        return new ClaudeThinking(level, budget);
    }

    boolean isByEffort() {
        return budget == 0;
    }

    /** Says how to think, without the effort: that has its place elsewhere. */
    void into(ObjectNode request) {
        ObjectNode thinking = request.putObject("thinking");
        if (isByEffort()) {
            thinking.put("type", "adaptive");
        } else {
            thinking.put("type", "enabled").put("budget_tokens", budget);
        }
    }

    private static String known(String level, String model, Set<String> levels) {
        if (!levels.contains(level)) {
            throw new IllegalArgumentException("Thinking level \"" + level + "\" is nothing that " + model
                    + " knows. Allowed: " + String.join(", ", new java.util.TreeSet<>(levels)));
        }
        return level;
    }

    private static long budget(String level) {
        return switch (level) {
            case "low" -> 1024;
            case "medium" -> 8192;
            default -> 24576;
        };
    }
}
