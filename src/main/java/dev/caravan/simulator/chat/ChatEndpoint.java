package dev.caravan.simulator.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.simulator.core.Answer;
import dev.caravan.simulator.core.Ask;
import dev.caravan.simulator.core.Json;
import dev.caravan.simulator.core.OutputFormat;
import dev.caravan.simulator.core.PromptText;
import dev.caravan.simulator.core.Reply;
import dev.caravan.simulator.core.Tokens;
import java.util.Set;

/** {@code /v1/chat/completions}. */
final class ChatEndpoint implements Endpoint {
    private static final Set<String> KEYS = Set.of(
            "audio",
            "frequency_penalty",
            "function_call",
            "functions",
            "logit_bias",
            "logprobs",
            "max_completion_tokens",
            "max_tokens",
            "messages",
            "metadata",
            "modalities",
            "model",
            "n",
            "parallel_tool_calls",
            "prediction",
            "presence_penalty",
            "prompt_cache_key",
            "reasoning_effort",
            "response_format",
            "safety_identifier",
            "seed",
            "service_tier",
            "stop",
            "store",
            "stream",
            "stream_options",
            "temperature",
            "tool_choice",
            "tools",
            "top_logprobs",
            "top_p",
            "user",
            "verbosity",
            "web_search_options");
    private static final Set<String> ROLES = Set.of("system", "developer", "user", "assistant", "tool", "function");

    @Override
    public Answer answer(Request request) {
        ObjectNode body = request.body();
        RequestRules.check(request, KEYS);
        if (request.model().card().reasons() && body.has("max_tokens")) {
            throw ApiException.badRequest(
                    "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
                    "max_tokens",
                    "unsupported_parameter");
        }
        JsonNode messages = body.path("messages");
        if (!messages.isArray() || messages.isEmpty()) {
            throw RequestRules.missing("messages");
        }
        for (JsonNode message : messages) {
            RequestRules.oneOf(message.path("role").asText(), ROLES, "messages.role");
        }
        JsonNode effort = body.path("reasoning_effort");
        RequestRules.effort(effort, request.model().card(), "reasoning_effort");
        JsonNode format = body.path("response_format");
        OutputFormat wanted =
                FormatRules.read(format, format.path("json_schema"), "response_format", body.path("messages"));
        String cap = body.has("max_completion_tokens") ? "max_completion_tokens" : "max_tokens";
        Ask ask = new Ask(
                PromptText.of(messages),
                wanted,
                RequestRules.cap(body, cap, 1),
                effort.asText(""),
                request.model().card());
        Reply reply = Reply.to(ask, request.twist());
        Tokens tokens = new Tokens(Tokens.in(PromptText.all(messages)), reply.tokens(), reply.reasoning());
        return Answer.ok(wire(request, reply, tokens), tokens);
    }

    private static ObjectNode wire(Request request, Reply reply, Tokens tokens) {
        ObjectNode wire = Json.object()
                .put("id", "chatcmpl-" + request.id())
                .put("object", "chat.completion")
                .put("created", request.now())
                .put("model", request.model().answersAs());
        ObjectNode choice = wire.putArray("choices").addObject().put("index", 0);
        boolean refused = reply.end() == Reply.End.REFUSAL;
        choice.putObject("message")
                .put("role", "assistant")
                .put("content", refused ? null : reply.text())
                .put("refusal", refused ? reply.text() : null)
                .putArray("annotations");
        choice.putNull("logprobs");
        choice.put(
                "finish_reason",
                switch (reply.end()) {
                    case LENGTH -> "length";
                    case FILTER -> "content_filter";
                    default -> "stop";
                });
        wire.set("usage", Usage.chatWire(tokens));
        return wire.put("service_tier", "default").put("system_fingerprint", "fp_simulated");
    }
}
