package dev.caravan.provider.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.provider.whole.Chat;
import dev.caravan.provider.whole.Chat.Call;
import dev.caravan.provider.whole.Chat.Function;
import dev.caravan.provider.whole.Chat.Image;
import dev.caravan.provider.whole.Chat.Part;
import dev.caravan.provider.whole.Chat.Result;
import dev.caravan.provider.whole.Chat.Text;
import dev.caravan.provider.whole.Chat.Tools;
import dev.caravan.provider.whole.Chat.Turn;
import dev.caravan.provider.whole.Said;
import dev.caravan.provider.whole.Said.Called;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is said in a chat, in the words of Converse, which are Nova's own too. */
final class BedrockMessages {
    /** In an order of its own, so that the same request is the same bytes. */
    private static final Map<String, String> SETTINGS = new TreeMap<>(
            Map.of("max_tokens", "maxTokens", "temperature", "temperature", "top_p", "topP", "stop", "stopSequences"));

    private BedrockMessages() {}

    /** The batch model's {@code inferenceConfig} with what the request says otherwise. */
    static Map<String, JsonNode> settings(Chat chat, JsonNode given) {
        ObjectNode config =
                given instanceof ObjectNode object ? object.deepCopy() : JsonNodeFactory.instance.objectNode();
        SETTINGS.forEach((ours, theirs) -> {
            if (chat.settings().has(ours)) {
                config.set(theirs, chat.setting(ours));
            }
        });
        return config.isEmpty() ? Map.of() : Map.of("inferenceConfig", config);
    }

    static void write(Chat chat, ObjectNode request) {
        if (!chat.system().isEmpty()) {
            ArrayNode system = request.putArray("system");
            chat.system().forEach(text -> system.addObject().put("text", text));
        }
        ArrayNode messages = request.putArray("messages");
        for (Turn turn : chat.turns()) {
            ArrayNode content = messages.addObject()
                    .put("role", turn.assistant() ? "assistant" : "user")
                    .putArray("content");
            turn.parts().forEach(part -> block(part, content.addObject()));
        }
    }

    private static void block(Part part, ObjectNode block) {
        if (part instanceof Text text) {
            block.put("text", text.text());
        } else if (part instanceof Image image && image.type() != null) {
            block.putObject("image")
                    .put("format", image.type().substring("image/".length()))
                    .putObject("source")
                    .put("bytes", image.data());
        } else if (part instanceof Call call) {
            block.putObject("toolUse")
                    .put("toolUseId", call.id())
                    .put("name", call.name())
                    .set("input", call.arguments());
        } else if (part instanceof Result result) {
            block.putObject("toolResult")
                    .put("toolUseId", result.id())
                    .putArray("content")
                    .addObject()
                    .put("text", result.text());
        }
    }

    static void tools(Tools tools, ObjectNode request) {
        ObjectNode config = request.putObject("toolConfig");
        ArrayNode list = config.putArray("tools");
        for (Function function : tools.functions()) {
            ObjectNode spec = list.addObject().putObject("toolSpec").put("name", function.name());
            if (!function.description().isEmpty()) {
                spec.put("description", function.description());
            }
            ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "object");
            if (function.parameters() != null) {
                schema.setAll(function.parameters());
            }
            spec.putObject("inputSchema").set("json", schema);
        }
        ObjectNode choice = config.putObject("toolChoice");
        if (tools.only() != null) {
            choice.putObject("tool").put("name", tools.only());
        } else {
            choice.putObject(tools.choice().equals("required") ? "any" : "auto");
        }
    }

    static Said said(JsonNode output) {
        StringBuilder text = new StringBuilder();
        List<Called> calls = new ArrayList<>();
        for (JsonNode block : output.path("output").path("message").path("content")) {
            text.append(block.path("text").asText(""));
            JsonNode call = block.path("toolUse");
            if (call.isObject()) {
                calls.add(new Called(
                        call.path("toolUseId").asText(),
                        call.path("name").asText(),
                        call.path("input").toString(),
                        null));
            }
        }
        return switch (output.path("stopReason").asText()) {
            case "max_tokens", "model_context_window_exceeded" -> Said.of(text, calls, "length", null);
            case "tool_use" -> Said.of(text, calls, "tool_calls", null);
            case "guardrail_intervened" ->
                Said.of(text, calls, "content_filter", "The answer was stopped by a guardrail");
            case "content_filtered" -> Said.of(text, calls, "content_filter", "The answer was stopped by a filter");
            default -> Said.of(text, calls, "stop", null);
        };
    }
}
