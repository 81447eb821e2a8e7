package dev.caravan.provider.whole;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Writes a {@code chat.completion} as a {@code response}. */
public final class Responses {
    private static final List<String> REPEATED = List.of("instructions", "temperature", "top_p", "max_output_tokens");

    private final ObjectNode response = JsonNodeFactory.instance.objectNode();
    private final JsonNode asked;
    private final JsonNode completion;
    private final String id;

    private Responses(JsonNode asked, JsonNode completion) {
        this.asked = asked;
        this.completion = completion;
        String given = completion.path("id").asText("0");
        this.id = given.startsWith("chatcmpl-") ? given.substring("chatcmpl-".length()) : given;
    }

    /** @param asked the body of the request: a response repeats some of it */
    public static ObjectNode of(JsonNode asked, JsonNode completion) {
        return new Responses(asked, completion).write();
    }

    private ObjectNode write() {
        response.put("id", "resp_" + id).put("object", "response");
        response.set("created_at", completion.path("created"));
        JsonNode choice = completion.path("choices").path(0);
        String why = switch (choice.path("finish_reason").asText()) {
            case "length" -> "max_output_tokens";
            case "content_filter" -> "content_filter";
            default -> "";
        };
        String status = why.isEmpty() ? "completed" : "incomplete";
        response.put("status", status).putNull("error");
        if (why.isEmpty()) {
            response.putNull("incomplete_details");
        } else {
            response.putObject("incomplete_details").put("reason", why);
        }
        response.set("model", completion.path("model"));
        output(choice.path("message"), status);
        repeat();
        usage(completion.path("usage"));
        return response;
    }

    private void output(JsonNode message, String status) {
        ArrayNode output = response.putArray("output");
        String text = message.path("content").asText("");
        String refusal = message.path("refusal").asText("");
        boolean said = message.path("content").isTextual();
        boolean declined = message.path("refusal").isTextual();
        if (said || declined) {
            ObjectNode item = output.addObject().put("id", "msg_" + id).put("type", "message");
            item.put("role", "assistant").put("status", status);
            ArrayNode content = item.putArray("content");
            if (said) {
                ObjectNode part = content.addObject().put("type", "output_text").put("text", text);
                part.putArray("annotations");
            }
            if (declined) {
                content.addObject().put("type", "refusal").put("refusal", refusal);
            }
        }
        JsonNode calls = message.path("tool_calls");
        for (int i = 0; i < calls.size(); i++) {
            JsonNode function = calls.path(i).path("function");
            ObjectNode item = output.addObject().put("id", "fc_" + id + "_" + i).put("type", "function_call");
            item.set("call_id", calls.path(i).path("id"));
            item.set("name", function.path("name"));
            item.set("arguments", function.path("arguments"));
            item.put("status", "completed");
            if (calls.path(i).has(InputItems.EXTRA)) {
                item.set(InputItems.EXTRA, calls.path(i).path(InputItems.EXTRA));
            }
        }
    }

    private void repeat() {
        for (String field : REPEATED) {
            response.set(field, asked.hasNonNull(field) ? asked.path(field) : JsonNodeFactory.instance.nullNode());
        }
        response.set(
                "metadata",
                asked.path("metadata").isObject() ? asked.path("metadata") : JsonNodeFactory.instance.objectNode());
        response.put("parallel_tool_calls", asked.path("parallel_tool_calls").asBoolean(true));
        response.set(
                "tools", asked.path("tools").isArray() ? asked.path("tools") : JsonNodeFactory.instance.arrayNode());
        JsonNode choice = asked.path("tool_choice");
        if (choice.isObject()) {
            response.set("tool_choice", choice);
        } else {
            response.put("tool_choice", choice.isTextual() ? choice.asText() : "auto");
        }
    }

    private void usage(JsonNode of) {
        ObjectNode usage = response.putObject("usage");
        usage.put("input_tokens", of.path("prompt_tokens").asInt());
        usage.putObject("input_tokens_details")
                .put(
                        "cached_tokens",
                        of.path("prompt_tokens_details").path("cached_tokens").asInt())
                .put("cache_write_tokens", 0);
        usage.put("output_tokens", of.path("completion_tokens").asInt());
        usage.putObject("output_tokens_details")
                .put(
                        "reasoning_tokens",
                        of.path("completion_tokens_details")
                                .path("reasoning_tokens")
                                .asInt());
        usage.put("total_tokens", of.path("total_tokens").asInt());
    }
}
