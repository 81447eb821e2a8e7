package dev.caravan.simulator.core;

import com.fasterxml.jackson.databind.JsonNode;

/** The words in a prompt, whatever its shape: a string, messages, or messages with parts. */
public final class PromptText {
    private PromptText() {}

    /** The last thing the user said; everything if no message says who spoke. */
    public static String of(JsonNode input) {
        String last = "";
        for (JsonNode message : input) {
            if (message.path("role").asText().equals("user")) {
                last = all(message);
            }
        }
        return last.isEmpty() ? all(input) : last;
    }

    public static String all(JsonNode node) {
        StringBuilder text = new StringBuilder();
        collect(node, text);
        return text.toString();
    }

    private static void collect(JsonNode node, StringBuilder text) {
        if (node.isTextual()) {
            text.append(text.isEmpty() ? "" : "\n").append(node.asText());
        } else if (node.isArray()) {
            node.forEach(part -> collect(part, text));
        } else if (node.has("content")) {
            collect(node.path("content"), text);
        } else if (node.has("text")) {
            collect(node.path("text"), text);
        }
    }
}
