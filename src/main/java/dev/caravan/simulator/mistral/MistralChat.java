package dev.caravan.simulator.mistral;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.simulator.chat.Request;
import dev.caravan.simulator.core.Answer;
import dev.caravan.simulator.core.Ask;
import dev.caravan.simulator.core.Json;
import dev.caravan.simulator.core.ModelCard;
import dev.caravan.simulator.core.OutputFormat;
import dev.caravan.simulator.core.PromptText;
import dev.caravan.simulator.core.Reply;
import dev.caravan.simulator.core.Tokens;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code /v1/chat/completions} as Mistral has it: with reasoning on, the content is a list of chunks. */
final class MistralChat {
    private static final Set<String> KEYS = Set.of(
            "frequency_penalty",
            "max_tokens",
            "messages",
            "metadata",
            "model",
            "n",
            "parallel_tool_calls",
            "prediction",
            "presence_penalty",
            "prompt_mode",
            "random_seed",
            "reasoning_effort",
            "response_format",
            "safe_prompt",
            "stop",
            "stream",
            "temperature",
            "tool_choice",
            "tools",
            "top_p");
    private static final Set<String> ROLES = Set.of("system", "user", "assistant", "tool");

    private MistralChat() {}

    static Answer answer(Request request) {
        ObjectNode body = request.body();
        ModelCard model = request.model().card();
        if (model.embeds() || request.model().moderates()) {
            throw new MistralException(400, "Model " + model.name() + " does not chat");
        }
        for (String key : Json.names(body)) {
            if (!KEYS.contains(key)) {
                throw MistralException.invalid("body." + key, "Extra inputs are not permitted");
            }
        }
        JsonNode messages = body.path("messages");
        if (!messages.isArray() || messages.isEmpty()) {
            throw MistralException.invalid("body.messages", "Field required");
        }
        for (JsonNode message : messages) {
            if (!ROLES.contains(message.path("role").asText())) {
                throw MistralException.invalid("body.messages.role", "Input should be one of " + ROLES);
            }
        }
        String effort = body.path("reasoning_effort").asText("none");
        if (!effort.equals("none") && !model.levels().contains(effort)) {
            throw new MistralException(400, "Model " + model.name() + " has no reasoning_effort " + effort);
        }
        OutputFormat format = format(body.path("response_format"));
        Reply reply = Reply.to(
                new Ask(PromptText.of(messages), format, cap(body.path("max_tokens")), effort, model), request.twist());
        Tokens tokens = new Tokens(Tokens.in(PromptText.all(messages)), reply.tokens(), reply.reasoning());
        return Answer.ok(wire(request, reply, tokens), tokens);
    }

    private static @Nullable Integer cap(JsonNode cap) {
        if (cap.isMissingNode() || cap.isNull()) {
            return null;
        }
        if (!cap.isInt() || cap.asInt() < 1) {
            throw MistralException.invalid("body.max_tokens", "Input should be a whole number of 1 or more");
        }
        return cap.asInt();
    }

    private static OutputFormat format(JsonNode format) {
        return switch (format.path("type").asText("text")) {
            case "text" -> OutputFormat.TEXT;
            case "json_object" -> OutputFormat.JSON;
            case "json_schema" -> {
                JsonNode schema = format.path("json_schema");
                if (!schema.path("schema").isObject()
                        || schema.path("name").asText().isEmpty()) {
                    throw MistralException.invalid("body.response_format.json_schema", "Field required");
                }
                yield OutputFormat.schema(schema.path("schema"));
            }
            default -> throw MistralException.invalid("body.response_format.type", "Input should be a known type");
        };
    }

    private static ObjectNode wire(Request request, Reply reply, Tokens tokens) {
        ObjectNode wire = Json.object()
                .put("id", request.id())
                .put("object", "chat.completion")
                .put("created", request.now())
                .put("model", request.model().answersAs());
        ObjectNode choice = wire.putArray("choices").addObject().put("index", 0);
        ObjectNode message = choice.putObject("message").put("role", "assistant");
        if (reply.reasoning() > 0) {
            chunks(message.putArray("content"), reply);
        } else {
            message.put("content", reply.text());
        }
        message.putNull("tool_calls");
        choice.put("finish_reason", reply.end() == Reply.End.LENGTH ? "length" : "stop");
        wire.putObject("usage")
                .put("prompt_tokens", tokens.input())
                .put("completion_tokens", tokens.output())
                .put("total_tokens", tokens.input() + tokens.output());
        return wire;
    }

    private static void chunks(ArrayNode content, Reply reply) {
        content.addObject()
                .put("type", "thinking")
                .putArray("thinking")
                .addObject()
                .put("type", "text")
                .put("text", "[simulated] a thought");
        content.addObject().put("type", "text").put("text", reply.text());
    }
}
