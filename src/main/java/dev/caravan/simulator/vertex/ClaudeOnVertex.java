package dev.caravan.simulator.vertex;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.simulator.core.Answer;
import dev.caravan.simulator.core.Ask;
import dev.caravan.simulator.core.Hash;
import dev.caravan.simulator.core.Json;
import dev.caravan.simulator.core.ModelCard;
import dev.caravan.simulator.core.OutputFormat;
import dev.caravan.simulator.core.PromptText;
import dev.caravan.simulator.core.Reply;
import dev.caravan.simulator.core.Tokens;
import dev.caravan.simulator.core.Twist;
import dev.caravan.simulator.google.GoogleError;
import java.util.Set;

/** A Messages request without a model, with a version in it; the shape of its row at the real service is not confirmed. */
final class ClaudeOnVertex {
    private static final Set<String> KEYS = Set.of(
            "anthropic_version",
            "max_tokens",
            "messages",
            "system",
            "temperature",
            "top_p",
            "top_k",
            "stop_sequences",
            "tools",
            "tool_choice",
            "metadata",
            "thinking",
            "output_config");

    private ClaudeOnVertex() {}

    static Answer answer(JsonNode request, ModelCard model, Twist twist, String id) {
        try {
            switch (twist) {
                case ERROR -> throw new GoogleError(500, "Internal server error");
                case RATE_LIMIT -> throw new GoogleError(429, "Overloaded");
                default -> {}
            }
            return reply(request, model, twist, id);
        } catch (GoogleError refused) {
            return refused.answer();
        }
    }

    private static Answer reply(JsonNode request, ModelCard model, Twist twist, String id) {
        for (String key : Json.names(request)) {
            if (!KEYS.contains(key)) {
                throw GoogleError.invalid(key + ": Extra inputs are not permitted");
            }
        }
        if (!request.path("anthropic_version").asText().equals("vertex-2023-10-16")) {
            throw GoogleError.invalid("anthropic_version: Field required");
        }
        if (!request.path("max_tokens").isInt() || request.path("max_tokens").asInt() < 1) {
            throw GoogleError.invalid("max_tokens: Field required");
        }
        if (request.path("messages").isEmpty()) {
            throw GoogleError.invalid("messages: at least one message is required");
        }
        JsonNode schema = request.at("/output_config/format/schema");
        OutputFormat format = schema.isObject() ? OutputFormat.schema(schema) : OutputFormat.TEXT;
        String effort =
                request.has("thinking") ? request.at("/output_config/effort").asText("low") : "none";
        Reply reply = Reply.to(
                new Ask(
                        PromptText.of(request.path("messages")),
                        format,
                        request.path("max_tokens").asInt(),
                        effort,
                        model),
                twist);
        int in = Tokens.in(PromptText.all(request.path("messages")) + PromptText.all(request.path("system")));
        Tokens tokens = new Tokens(in, reply.tokens(), reply.reasoning());
        return Answer.ok(wire(reply, tokens, model, id), tokens);
    }

    private static ObjectNode wire(Reply reply, Tokens tokens, ModelCard model, String id) {
        boolean refused = reply.end() == Reply.End.REFUSAL || reply.end() == Reply.End.FILTER;
        ObjectNode wire = Json.object()
                .put("id", "msg_vrtx_" + Hash.hex(id, "message").substring(0, 24))
                .put("type", "message")
                .put("role", "assistant")
                .put("model", model.name());
        ArrayNode content = wire.putArray("content");
        if (!refused) {
            content.addObject().put("type", "text").put("text", reply.text());
        }
        wire.put("stop_reason", refused ? "refusal" : reply.end() == Reply.End.LENGTH ? "max_tokens" : "end_turn")
                .putNull("stop_sequence");
        wire.putObject("usage").put("input_tokens", tokens.input()).put("output_tokens", tokens.output());
        return wire;
    }
}
