package dev.caravan.provider.mistral;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.provider.RequestShape;
import dev.caravan.provider.chat.Success;
import dev.caravan.provider.whole.Chat;
import dev.caravan.provider.whole.CommonPart;
import dev.caravan.provider.whole.Form;
import dev.caravan.provider.whole.Refusals;
import dev.caravan.provider.whole.Said;
import dev.caravan.provider.whole.Said.Called;
import dev.caravan.provider.whole.Takes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Mistral's form of chats: near to OpenAI's, but not the same. */
final class MistralChats implements Form.OfChat {
    static final String NAME = "Mistral";
    private static final Takes TAKES = Takes.of(
            NAME,
            "temperature",
            "top_p",
            "presence_penalty",
            "frequency_penalty",
            "seed",
            "stop",
            "tools",
            "strict",
            "parallel_tool_calls",
            "json_object",
            "json_schema",
            "image",
            "image_url",
            "thinking");
    private static final Map<String, String> FINISHES = Map.of(
            "length",
            "length",
            "model_length",
            "length",
            "tool_calls",
            "tool_calls",
            "content_filter",
            "content_filter");

    private final CommonPart common;

    MistralChats(RequestShape shape) {
        this.common = new CommonPart(shape, MistralBodies::chatFields);
    }

    @Override
    public Takes takes() {
        return TAKES;
    }

    @Override
    public ObjectNode line(String customId, ObjectNode request) {
        ObjectNode line = JsonNodeFactory.instance.objectNode().put("custom_id", customId);
        return line.set("body", request);
    }

    @Override
    public ObjectNode request(Chat chat, Refusals refused) {
        Map<String, JsonNode> said = new HashMap<>();
        chat.settings()
                .properties()
                .forEach(field ->
                        said.put(field.getKey().equals("seed") ? "random_seed" : field.getKey(), field.getValue()));
        ObjectNode request = common.of(said, chat, refused);
        if (request == null) {
            return JsonNodeFactory.instance.objectNode();
        }
        if (chat.format() != null && chat.format().schema() == null) {
            request.putObject("response_format").put("type", "json_object");
        }
        MistralMessages.write(chat, request.putArray("messages"));
        tools(chat, request);
        return request;
    }

    private static void tools(Chat chat, ObjectNode request) {
        Chat.Tools tools = chat.tools();
        if (tools == null) {
            return;
        }
        ArrayNode list = request.putArray("tools");
        for (Chat.Function tool : tools.functions()) {
            ObjectNode function = list.addObject().put("type", "function").putObject("function");
            function.put("name", tool.name()).put("description", tool.description());
            if (tool.strict()) {
                function.put("strict", true);
            }
            function.set(
                    "parameters",
                    tool.parameters() == null ? JsonNodeFactory.instance.objectNode() : tool.parameters());
        }
        if (tools.only() != null) {
            request.putObject("tool_choice")
                    .put("type", "function")
                    .putObject("function")
                    .put("name", tools.only());
        } else {
            request.put("tool_choice", tools.choice().equals("required") ? "any" : tools.choice());
        }
        if (tools.parallel() != null) {
            request.put("parallel_tool_calls", tools.parallel());
        }
    }

    @Override
    public JsonNode success(JsonNode line) {
        return Success.of(line);
    }

    /** With thinking the content is a list, of which only the texts are the answer. */
    @Override
    public Said said(JsonNode success) {
        JsonNode choice = success.path("choices").path(0);
        JsonNode content = choice.path("message").path("content");
        StringBuilder text = new StringBuilder();
        if (content.isTextual()) {
            text.append(content.asText());
        }
        for (JsonNode part : content) {
            text.append(
                    part.path("type").asText().equals("text")
                            ? part.path("text").asText()
                            : "");
        }
        List<Called> calls = new ArrayList<>();
        for (JsonNode call : choice.path("message").path("tool_calls")) {
            JsonNode function = call.path("function");
            JsonNode given = function.path("arguments");
            calls.add(new Called(
                    call.path("id").asText(),
                    function.path("name").asText(),
                    given.isTextual() ? given.asText() : given.toString(),
                    null));
        }
        String finish = choice.path("finish_reason").asText();
        return Said.of(text, calls, FINISHES.getOrDefault(finish, "stop"), null);
    }
}
