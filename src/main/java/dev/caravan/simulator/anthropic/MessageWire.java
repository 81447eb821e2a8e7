package dev.caravan.simulator.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.simulator.core.Hash;
import dev.caravan.simulator.core.Json;
import dev.caravan.simulator.core.PromptText;
import dev.caravan.simulator.core.Reply;
import dev.caravan.simulator.core.Tokens;

/**
 * An answer as a Message.
 *
 * @param seed the same for the same request of the same batch
 */
record MessageWire(MessageRequest request, String seed) {
    /** One request in so many writes the prompt cache, the others read from it. */
    private static final int WRITES = 10;

    ObjectNode of(Reply reply, Tokens tokens) {
        boolean refused = reply.end() == Reply.End.REFUSAL || reply.end() == Reply.End.FILTER;
        ObjectNode message = Json.object()
                .put("id", "msg_01" + Hash.hex(seed).substring(0, 22))
                .put("type", "message")
                .put("role", "assistant")
                .put("model", request.model().dated());
        ArrayNode content = message.putArray("content");
        if (!refused) {
            thought(reply, content);
            answer(reply, content);
        }
        message.put("stop_reason", stopReason(reply.end())).putNull("stop_sequence");
        if (refused) {
            message.putObject("stop_details")
                    .put("type", "refusal")
                    .put("category", reply.end() == Reply.End.FILTER ? "cyber" : null)
                    .put("explanation", reply.text().isEmpty() ? "[simulated] filtered" : reply.text());
        } else {
            message.putNull("stop_details");
        }
        message.set("usage", usage(tokens));
        return message;
    }

    private void thought(Reply reply, ArrayNode content) {
        if (reply.reasoning() > 0) {
            content.addObject()
                    .put("type", "thinking")
                    .put("thinking", request.showsThinking() ? "[simulated] Thinking about it." : "")
                    .put("signature", "sim" + Hash.hex(seed, "signature"));
        }
    }

    private void answer(Reply reply, ArrayNode content) {
        if (request.tool() != null) {
            JsonNode input = Json.readOrMissing(reply.text());
            content.addObject()
                    .put("type", "tool_use")
                    .put("id", "toolu_01" + Hash.hex(seed, "tool").substring(0, 22))
                    .put("name", request.tool())
                    .set("input", input.isObject() ? input : Json.object());
        } else if (!reply.text().isEmpty()) {
            content.addObject().put("type", "text").put("text", reply.text()).putNull("citations");
        }
    }

    private String stopReason(Reply.End end) {
        return switch (end) {
            case REFUSAL, FILTER -> "refusal";
            case LENGTH -> "max_tokens";
            case STOP -> request.tool() == null ? "end_turn" : "tool_use";
        };
    }

    private ObjectNode usage(Tokens tokens) {
        int cached = cachedPrefix();
        boolean writes = Hash.below(WRITES, seed, "cache") == 0;
        ObjectNode usage = Json.object()
                .put("input_tokens", tokens.input() - cached)
                .put("cache_creation_input_tokens", writes ? cached : 0)
                .put("cache_read_input_tokens", writes ? 0 : cached)
                .put("output_tokens", tokens.output())
                .put("service_tier", "batch")
                .put("inference_geo", "not_available");
        usage.putObject("output_tokens_details").put("thinking_tokens", tokens.reasoning());
        return usage;
    }

    /** Tokens of the system prompt up to the last block that is marked for the cache. */
    private int cachedPrefix() {
        StringBuilder prefix = new StringBuilder();
        int cached = 0;
        for (JsonNode block : request.params().path("system")) {
            prefix.append(PromptText.all(block));
            cached = block.has("cache_control") ? Tokens.in(prefix.toString()) : cached;
        }
        return cached;
    }
}
