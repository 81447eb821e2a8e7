package dev.caravan.provider.whole;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the body of a chat request. What can't be translated is refused by field; nothing is left out in silence. */
public final class ChatReader {
    /** Of OpenAI's own bookkeeping: without a meaning for the answer, and so without one elsewhere. */
    static final Set<String> IGNORED = Set.of(
            "model",
            "user",
            "metadata",
            "store",
            "service_tier",
            "safety_identifier",
            "prompt_cache_key",
            "prompt_cache_retention");

    private static final Set<String> NUMBERS =
            Set.of("temperature", "top_p", "presence_penalty", "frequency_penalty", "seed", "top_logprobs");
    private static final Set<String> EFFORTS = Set.of("none", "minimal", "low", "medium", "high", "xhigh", "max");
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final JsonNode body;
    private final Takes takes;
    private final Refusals refused;
    private final ObjectNode settings = NODES.objectNode();
    private @Nullable String effort;

    private ChatReader(JsonNode body, Takes takes, Refusals refused) {
        this.body = body;
        this.takes = takes;
        this.refused = refused;
    }

    /** Only as good as {@code refused} is empty. */
    public static Chat read(JsonNode body, Takes takes, Refusals refused) {
        return new ChatReader(body, takes, refused).read();
    }

    private Chat read() {
        if (!body.isObject()) {
            refused.add("", "the body must be a JSON object");
        }
        for (Map.Entry<String, JsonNode> field : body.properties()) {
            if (!field.getValue().isNull()) {
                field(field.getKey(), field.getValue());
            }
        }
        MessagesReader messages = new MessagesReader(takes, refused);
        messages.read(body.path("messages"));
        ToolsReader tools = new ToolsReader(takes, refused);
        return new Chat(
                messages.system(),
                messages.turns(),
                settings,
                tools.read(body),
                FormatReader.read(body.path("response_format"), takes, refused),
                effort);
    }

    private void field(String name, JsonNode value) {
        switch (name) {
            case "messages", "tools", "tool_choice", "parallel_tool_calls", "response_format" -> {
                // Each has a reader of its own.
            }
            case "stream" -> Streams.refuse(value, refused);
            case "n" -> {
                if (!value.isIntegralNumber() || value.asLong() != 1) {
                    refused.unsupported(name, "one answer for each request; send the request several times instead");
                }
            }
            case "max_tokens", "max_completion_tokens" -> limit(name, value);
            case "stop" -> stop(value);
            case "logprobs" -> {
                if (!value.isBoolean() || value.asBoolean()) {
                    setting(name, value);
                }
            }
            case "logit_bias" -> {
                if (!value.isObject() || !value.isEmpty()) {
                    refused.unsupported(name, "");
                }
            }
            case "modalities" -> {
                if (value.size() != 1 || !value.path(0).asText().equals("text")) {
                    refused.unsupported(name, "answers are text");
                }
            }
            case "reasoning_effort" -> effort(value);
            default -> {
                if (NUMBERS.contains(name)) {
                    number(name, value);
                } else if (!IGNORED.contains(name)) {
                    refused.unsupported(name, "");
                }
            }
        }
    }

    private void effort(JsonNode value) {
        if (!EFFORTS.contains(value.asText())) {
            refused.add("reasoning_effort", "must be one of none, minimal, low, medium, high, xhigh, max");
        } else if (!takes.has("thinking")) {
            refused.unsupported("reasoning_effort", "");
        } else {
            effort = value.asText();
        }
    }

    private void limit(String name, JsonNode value) {
        if (!value.isIntegralNumber() || value.asLong() < 1) {
            refused.add(name, "must be a whole number from 1 on");
        } else if (name.equals("max_tokens")
                && body.path("max_completion_tokens").isNumber()) {
            refused.add(name, "give max_tokens or max_completion_tokens, not both");
        } else {
            settings.set("max_tokens", value);
        }
    }

    private void number(String name, JsonNode value) {
        boolean penalty = name.endsWith("_penalty");
        if (!value.isNumber()) {
            refused.add(name, "must be a number");
        } else if (!penalty || value.asDouble() != 0 || takes.has(name)) {
            setting(name, value);
        }
    }

    private void setting(String name, JsonNode value) {
        if (takes.has(name)) {
            settings.set(name, value);
        } else {
            refused.unsupported(name, "");
        }
    }

    private void stop(JsonNode value) {
        JsonNode list = value.isTextual() ? NODES.arrayNode().add(value) : value;
        boolean texts = list.isArray() && stream(list).stream().allMatch(JsonNode::isTextual);
        if (!texts) {
            refused.add("stop", "must be a text or a list of texts");
        } else if (!list.isEmpty()) {
            setting("stop", list);
        }
    }

    static List<JsonNode> stream(JsonNode list) {
        return list.isArray() ? List.copyOf(list.valueStream().toList()) : List.of();
    }
}
