package dev.caravan.simulator.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.simulator.core.Answer;
import dev.caravan.simulator.core.Ask;
import dev.caravan.simulator.core.Json;
import dev.caravan.simulator.core.OutputFormat;
import dev.caravan.simulator.core.PromptText;
import dev.caravan.simulator.core.Reply;
import dev.caravan.simulator.core.Tokens;
import java.util.Set;

/** {@code /v1/responses}. */
final class ResponsesEndpoint implements Endpoint {
    private static final Set<String> KEYS = Set.of(
            "background",
            "conversation",
            "include",
            "input",
            "instructions",
            "max_output_tokens",
            "max_tool_calls",
            "metadata",
            "model",
            "parallel_tool_calls",
            "previous_response_id",
            "prompt",
            "prompt_cache_key",
            "reasoning",
            "safety_identifier",
            "service_tier",
            "store",
            "stream",
            "stream_options",
            "temperature",
            "text",
            "tool_choice",
            "tools",
            "top_logprobs",
            "top_p",
            "truncation",
            "user");

    @Override
    public Answer answer(Request request) {
        ObjectNode body = request.body();
        RequestRules.check(request, KEYS);
        JsonNode input = body.path("input");
        if (!input.isTextual() && (!input.isArray() || input.isEmpty())) {
            throw RequestRules.missing("input");
        }
        JsonNode effort = body.path("reasoning").path("effort");
        RequestRules.effort(effort, request.model().card(), "reasoning.effort");
        JsonNode format = body.path("text").path("format");
        OutputFormat wanted = FormatRules.read(format, format, "text.format", input);
        Ask ask = new Ask(
                PromptText.of(input),
                wanted,
                RequestRules.cap(body, "max_output_tokens", 16),
                effort.asText(""),
                request.model().card());
        Reply reply = Reply.to(ask, request.twist());
        int in = Tokens.in(body.path("instructions").asText("") + PromptText.all(input));
        Tokens tokens = new Tokens(in, reply.tokens(), reply.reasoning());
        return Answer.ok(wire(request, reply, tokens), tokens);
    }

    private static ObjectNode wire(Request request, Reply reply, Tokens tokens) {
        String cutBy = switch (reply.end()) {
            case LENGTH -> "max_output_tokens";
            case FILTER -> "content_filter";
            default -> "";
        };
        String status = cutBy.isEmpty() ? "completed" : "incomplete";
        ObjectNode wire = Json.object()
                .put("id", "resp_" + request.id())
                .put("object", "response")
                .put("created_at", request.now())
                .put("status", status)
                .putNull("error");
        if (cutBy.isEmpty()) {
            wire.putNull("incomplete_details");
        } else {
            wire.putObject("incomplete_details").put("reason", cutBy);
        }
        wire.put("model", request.model().answersAs());
        ArrayNode output = wire.putArray("output");
        if (request.model().card().reasons()) {
            output.addObject()
                    .put("type", "reasoning")
                    .put("id", "rs_" + request.id())
                    .putArray("summary");
        }
        if (!reply.text().isEmpty()) {
            message(output.addObject(), request, reply, status);
        }
        wire.set("usage", Usage.wire(tokens));
        wire.putObject("metadata").put("system_fingerprint", "fp_simulated");
        return wire;
    }

    private static void message(ObjectNode message, Request request, Reply reply, String status) {
        message.put("type", "message")
                .put("id", "msg_" + request.id())
                .put("role", "assistant")
                .put("status", status);
        ObjectNode part = message.putArray("content").addObject();
        if (reply.end() == Reply.End.REFUSAL) {
            part.put("type", "refusal").put("refusal", reply.text());
        } else {
            part.put("type", "output_text").put("text", reply.text()).putArray("annotations");
        }
    }
}
