package dev.caravan.provider.whole;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A body of {@code /v1/responses} as one of {@code /v1/chat/completions}. What a chat has nothing for is refused by field. */
public final class ResponsesBody {
    private static final Set<String> SAME = Set.of(
            "model",
            "temperature",
            "top_p",
            "parallel_tool_calls",
            "user",
            "metadata",
            "store",
            "service_tier",
            "safety_identifier",
            "prompt_cache_key",
            "prompt_cache_retention",
            "stream");

    private final ObjectNode chat = JsonNodeFactory.instance.objectNode();
    private final Refusals refused;

    private ResponsesBody(Refusals refused) {
        this.refused = refused;
    }

    /** From here on {@code refused} speaks of the fields of the body given here, whoever reads the chat. */
    public static ObjectNode chat(JsonNode body, Refusals refused) {
        return new ResponsesBody(refused).translate(body);
    }

    private ObjectNode translate(JsonNode body) {
        if (!body.isObject()) {
            refused.add("", "the body must be a JSON object");
        }
        refused.rename("messages", "input");
        new InputItems(chat.putArray("messages"), refused).read(body);
        for (Map.Entry<String, JsonNode> field : body.properties()) {
            if (!field.getValue().isNull()) {
                field(field.getKey(), field.getValue());
            }
        }
        return chat;
    }

    private void field(String name, JsonNode value) {
        switch (name) {
            case "input", "instructions" -> {
                // Messages already.
            }
            case "max_output_tokens" -> move(name, "max_completion_tokens", value);
            case "reasoning" -> reasoning(value);
            case "text" -> text(value);
            case "tools" -> tools(value);
            case "tool_choice" -> choice(value);
            case "background" ->
                unless(value.isBoolean() && !value.asBoolean(), name, "every batch is in the background");
            case "truncation" -> unless(value.asText().equals("disabled"), name, "only \"disabled\"");
            case "include" -> unless(value.isArray() && value.isEmpty(), name, "");
            case "previous_response_id", "conversation" ->
                refused.unsupported(name, "nothing is kept between requests; send the whole conversation as input");
            default -> {
                if (SAME.contains(name)) {
                    chat.set(name, value);
                } else {
                    refused.unsupported(name, "");
                }
            }
        }
    }

    private void unless(boolean fine, String name, String why) {
        if (!fine) {
            refused.unsupported(name, why);
        }
    }

    private void move(String theirs, String ours, JsonNode value) {
        refused.rename(ours, theirs);
        chat.set(ours, value);
    }

    private void reasoning(JsonNode reasoning) {
        JsonNode effort = reasoning.path("effort");
        if (!reasoning.isObject() || !(effort.isTextual() || effort.isNull() || effort.isMissingNode())) {
            refused.add("reasoning", "must be an object with a text as its effort");
        }
        refused.unknown(reasoning, "reasoning", Set.of("effort"));
        if (effort.isTextual()) {
            move("reasoning.effort", "reasoning_effort", effort);
        }
    }

    private void text(JsonNode text) {
        if (!text.isObject()) {
            refused.add("text", "must be an object");
        }
        refused.unknown(text, "text", Set.of("format"));
        JsonNode format = text.path("format");
        refused.rename("response_format", "text.format");
        refused.rename("response_format.json_schema", "text.format");
        if (!format.path("type").asText().equals("json_schema")) {
            if (!format.isMissingNode()) {
                chat.set("response_format", format);
            }
            return;
        }
        ObjectNode flat = format.deepCopy();
        flat.remove("type");
        chat.putObject("response_format").put("type", "json_schema").set("json_schema", flat);
    }

    private void tools(JsonNode tools) {
        if (!tools.isArray()) {
            refused.add("tools", "must be a list");
        }
        for (int i = 0; i < tools.size(); i++) {
            JsonNode tool = tools.path(i);
            String path = "tools[" + i + "]";
            if (!tool.path("type").asText().equals("function")) {
                refused.unsupported(path + ".type", "tools are functions of the caller's own");
                continue;
            }
            refused.rename("tools[" + chat.path("tools").size() + "].function", path);
            ObjectNode function = tool.deepCopy();
            function.remove(List.of("type"));
            chat.withArray("tools").addObject().put("type", "function").set("function", function);
        }
    }

    private void choice(JsonNode choice) {
        if (!choice.isObject()) {
            chat.set("tool_choice", choice);
            return;
        }
        refused.unknown(choice, "tool_choice", Set.of("type", "name"));
        ObjectNode named = chat.putObject("tool_choice");
        named.set("type", choice.path("type"));
        named.putObject("function").set("name", choice.path("name"));
    }
}
