package dev.caravan.provider.claude;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.provider.whole.Chat;
import dev.caravan.provider.whole.Refusals;
import dev.caravan.provider.whole.Takes;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** What of a chat stands beside its messages. */
public final class ClaudeSettings {
    private static final Map<String, String> NAMES = Map.of(
            "max_tokens", "max_tokens", "temperature", "temperature", "top_p", "top_p", "stop", "stop_sequences");

    private static final Set<String> EFFORTS = Set.of("low", "medium", "high", "xhigh", "max");

    private ClaudeSettings() {}

    /** What Claude takes everywhere. */
    public static Takes takes(String provider) {
        return Takes.of(
                provider,
                "temperature",
                "top_p",
                "stop",
                "tools",
                "parallel_tool_calls",
                "json_schema",
                "image",
                "thinking");
    }

    /** The settings by Claude's names. */
    public static Map<String, JsonNode> of(Chat chat, Refusals refused) {
        Map<String, JsonNode> said = new HashMap<>();
        NAMES.forEach((ours, theirs) -> {
            if (chat.settings().has(ours)) {
                said.put(theirs, chat.setting(ours));
            }
        });
        if (chat.setting("temperature").asDouble() > 1) {
            refused.add("temperature", "Claude takes 0 to 1");
        }
        return said;
    }

    /** What Claude refuses while it thinks; known only once the thinking level of the batch model is in the request. */
    public static void checkThinking(Chat chat, ObjectNode request, Refusals refused) {
        JsonNode effort = request.path("output_config").path("effort");
        if (chat.effort() != null && effort.isTextual() && !EFFORTS.contains(effort.asText())) {
            refused.add("reasoning_effort", "Claude knows low, medium, high, xhigh and max");
        }
        String thinking = request.path("thinking").path("type").asText("disabled");
        if (thinking.equals("disabled")) {
            return;
        }
        Chat.Tools tools = chat.tools();
        if (tools != null && tools.choice().equals("required")) {
            refused.add(
                    "tool_choice", "Claude can't be made to call a tool while it thinks: say auto, or no reasoning");
        }
        JsonNode temperature = chat.setting("temperature");
        if (temperature.isNumber() && temperature.asDouble() != 1) {
            refused.add("temperature", "Claude takes none but 1 while it thinks: leave it out, or say no reasoning");
        }
    }
}
