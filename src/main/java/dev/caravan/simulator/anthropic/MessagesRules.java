package dev.caravan.simulator.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/** The conversation in a request: who speaks, and with what. */
final class MessagesRules {
    private MessagesRules() {}

    static void check(ObjectNode params, ClaudeModel model) {
        JsonNode messages = params.path("messages");
        if (!messages.isArray()) {
            throw AnthropicException.badRequest("messages: Input should be a valid array");
        }
        if (messages.isEmpty()) {
            throw AnthropicException.badRequest("messages: at least one message is required");
        }
        int number = 0;
        for (JsonNode message : messages) {
            String where = "messages." + number++;
            if (!Set.of("user", "assistant").contains(message.path("role").asText())) {
                throw AnthropicException.badRequest(where + ".role: Input should be 'user' or 'assistant'");
            }
            content(message.path("content"), where + ".content");
        }
        if (endsWithAssistant(params) && !model.prefills()) {
            throw AnthropicException.badRequest(
                    "This model does not support assistant message prefill. The conversation must end with a user message");
        }
        JsonNode system = params.path("system");
        if (!system.isMissingNode() && !system.isTextual()) {
            blocks(system, "system");
        }
    }

    static boolean endsWithAssistant(ObjectNode params) {
        JsonNode messages = params.path("messages");
        return messages.path(messages.size() - 1).path("role").asText().equals("assistant");
    }

    private static void content(JsonNode content, String where) {
        if (!content.isTextual()) {
            blocks(content, where);
        } else if (content.asText().isEmpty()) {
            throw AnthropicException.badRequest(where + ": user messages must have non-empty content");
        }
    }

    private static void blocks(JsonNode blocks, String where) {
        if (!blocks.isArray()) {
            throw AnthropicException.badRequest(where + ": Input should be a valid string or array");
        }
        for (JsonNode block : blocks) {
            String type = block.path("type").asText();
            if (type.isEmpty()) {
                throw AnthropicException.badRequest(where + ": A block without a type");
            }
            if (type.equals("text") && block.path("text").asText().isEmpty()) {
                throw AnthropicException.badRequest(where + ": text content blocks must be non-empty");
            }
        }
    }
}
