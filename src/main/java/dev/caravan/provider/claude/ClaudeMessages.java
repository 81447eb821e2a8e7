package dev.caravan.provider.claude;

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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes what is said in a chat into a Messages request. */
public final class ClaudeMessages {
    private ClaudeMessages() {}

    /** Contents are lists of blocks, always: requests of one file have one shape. */
    public static void write(Chat chat, ObjectNode request) {
        if (!chat.system().isEmpty()) {
            ArrayNode system = request.putArray("system");
            chat.system().forEach(text -> system.addObject().put("type", "text").put("text", text));
        }
        ArrayNode messages = request.putArray("messages");
        for (Turn turn : chat.turns()) {
            ArrayNode content = messages.addObject()
                    .put("role", turn.assistant() ? "assistant" : "user")
                    .putArray("content");
            resultsFirst(turn).forEach(part -> block(part, content.addObject()));
        }
        if (chat.tools() != null) {
            tools(chat.tools(), request);
        }
    }

    /** Claude wants the results of tools before anything else that the user says. */
    private static Stream<Part> resultsFirst(Turn turn) {
        return Stream.concat(
                turn.parts().stream().filter(Result.class::isInstance),
                turn.parts().stream().filter(part -> !(part instanceof Result)));
    }

    private static void block(Part part, ObjectNode block) {
        if (part instanceof Text text) {
            block.put("type", "text").put("text", text.text());
        } else if (part instanceof Image image) {
            ObjectNode source = block.put("type", "image").putObject("source");
            if (image.type() == null) {
                source.put("type", "url").put("url", image.data());
            } else {
                source.put("type", "base64").put("media_type", image.type()).put("data", image.data());
            }
        } else if (part instanceof Call call) {
            block.put("type", "tool_use").put("id", call.id()).put("name", call.name());
            block.set("input", call.arguments());
        } else if (part instanceof Result result) {
            block.put("type", "tool_result").put("tool_use_id", result.id()).put("content", result.text());
        }
    }

    private static void tools(Tools tools, ObjectNode request) {
        ArrayNode list = request.putArray("tools");
        for (Function function : tools.functions()) {
            ObjectNode tool = list.addObject().put("name", function.name());
            if (!function.description().isEmpty()) {
                tool.put("description", function.description());
            }
            if (function.strict()) {
                tool.put("strict", true);
            }
            tool.set("input_schema", schema(function.parameters()));
        }
        ObjectNode choice = JsonNodeFactory.instance.objectNode();
        if (tools.only() != null) {
            choice.put("type", "tool").put("name", tools.only());
        } else {
            choice.put("type", tools.choice().equals("required") ? "any" : tools.choice());
        }
        if (Boolean.FALSE.equals(tools.parallel()) && !tools.choice().equals("none")) {
            choice.put("disable_parallel_tool_use", true);
        }
        request.set("tool_choice", choice);
    }

    private static JsonNode schema(@Nullable ObjectNode parameters) {
        ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "object");
        if (parameters != null) {
            schema.setAll(parameters);
        }
        return schema;
    }
}
