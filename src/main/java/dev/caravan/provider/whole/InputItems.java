package dev.caravan.provider.whole;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/** {@code instructions} and the items of {@code input} as messages of a chat. */
final class InputItems {
    /** Of a call: what its provider wants to see again, and OpenAI has no field for. */
    static final String EXTRA = "extra_content";

    private final ArrayNode messages;
    private final Refusals refused;

    InputItems(ArrayNode messages, Refusals refused) {
        this.messages = messages;
        this.refused = refused;
    }

    void read(JsonNode body) {
        JsonNode instructions = body.path("instructions");
        if (instructions.isTextual()) {
            named("instructions");
            message("system").set("content", instructions);
        } else if (!instructions.isMissingNode() && !instructions.isNull()) {
            refused.add("instructions", "must be a text");
        }
        JsonNode input = body.path("input");
        if (input.isTextual()) {
            named("input");
            message("user").set("content", input);
            return;
        }
        if (!input.isArray() || input.isEmpty()) {
            refused.add("input", "must be a text or a list of items");
        }
        for (int i = 0; i < input.size(); i++) {
            item(input.path(i), "input[" + i + "]");
        }
    }

    private void item(JsonNode item, String path) {
        switch (item.path("type").asText("message")) {
            case "message" -> {
                refused.unknown(item, path, Set.of("type", "role", "content", "id", "status", "phase"));
                named(path);
                ObjectNode message = message(item.path("role").asText(""));
                content(item.path("content"), path + ".content", message);
            }
            case "function_call" -> call(item, path);
            case "function_call_output" -> {
                refused.unknown(item, path, Set.of("type", "call_id", "output", "id", "status"));
                named(path);
                refused.rename(ours() + ".tool_call_id", path + ".call_id");
                refused.rename(ours() + ".content", path + ".output");
                ObjectNode message = message("tool");
                message.set("tool_call_id", item.path("call_id"));
                content(item.path("output"), path + ".output", message);
            }
            default -> refused.unsupported(path + ".type", "items are message, function_call and function_call_output");
        }
    }

    /** Calls that follow each other are of one message. */
    private void call(JsonNode item, String path) {
        refused.unknown(item, path, Set.of("type", "call_id", "name", "arguments", "id", "status", EXTRA));
        JsonNode last = messages.path(messages.size() - 1);
        boolean goesOn = last.path("role").asText().equals("assistant");
        if (!goesOn) {
            named(path);
        }
        ObjectNode message = goesOn ? (ObjectNode) last : message("assistant").putNull("content");
        ArrayNode calls = message.withArray("tool_calls");
        refused.rename("messages[" + (messages.size() - 1) + "].tool_calls[" + calls.size() + "]", path);
        ObjectNode call = calls.addObject();
        call.set("id", item.path("call_id"));
        call.put("type", "function");
        if (item.has(EXTRA)) {
            call.set(EXTRA, item.path(EXTRA));
        }
        ObjectNode function = call.putObject("function");
        function.set("name", item.path("name"));
        function.set("arguments", item.path("arguments"));
    }

    private void content(JsonNode content, String path, ObjectNode message) {
        if (!content.isArray()) {
            message.set("content", content);
            return;
        }
        ArrayNode parts = message.putArray("content");
        for (int i = 0; i < content.size(); i++) {
            part(content.path(i), path + "[" + i + "]", parts);
        }
    }

    private void part(JsonNode part, String path, ArrayNode parts) {
        String type = part.path("type").asText("");
        switch (type) {
            case "input_text", "output_text" -> {
                refused.unknown(part, path, Set.of("type", "text", "annotations", "logprobs"));
                parts.addObject().put("type", "text").set("text", part.path("text"));
            }
            case "refusal" -> parts.addObject().put("type", type).set(type, part.path(type));
            case "input_image" -> {
                refused.unknown(part, path, Set.of("type", "image_url", "detail"));
                refused.rename(ours(-1) + ".content[" + parts.size() + "].image_url.url", path + ".image_url");
                refused.rename(ours(-1) + ".content[" + parts.size() + "].image_url.detail", path + ".detail");
                ObjectNode image = parts.addObject().put("type", "image_url").putObject("image_url");
                image.set("url", part.path("image_url"));
                image.put("detail", part.path("detail").asText("auto"));
            }
            default -> refused.unsupported(path + ".type", "parts are input_text, output_text and input_image");
        }
    }

    private ObjectNode message(String role) {
        return messages.addObject().put("role", role);
    }

    /** The next message stands for what the caller has at this place. */
    private void named(String path) {
        refused.rename(ours(), path);
    }

    private String ours() {
        return ours(0);
    }

    private String ours(int more) {
        return "messages[" + (messages.size() + more) + "]";
    }
}
