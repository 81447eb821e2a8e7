package dev.caravan.simulator.chat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.simulator.core.Json;
import dev.caravan.simulator.core.Tokens;

/** Tokens on the wire; two families of names for the same numbers. */
public final class Usage {
    private Usage() {}

    /** As responses and batches name them. */
    public static ObjectNode wire(Tokens tokens) {
        ObjectNode wire = Json.object().put("input_tokens", tokens.input());
        wire.putObject("input_tokens_details").put("cached_tokens", 0);
        wire.put("output_tokens", tokens.output());
        wire.putObject("output_tokens_details").put("reasoning_tokens", tokens.reasoning());
        return wire.put("total_tokens", tokens.input() + tokens.output());
    }

    /** As chat completions name them. */
    static ObjectNode chatWire(Tokens tokens) {
        ObjectNode wire = Json.object()
                .put("prompt_tokens", tokens.input())
                .put("completion_tokens", tokens.output())
                .put("total_tokens", tokens.input() + tokens.output());
        wire.putObject("prompt_tokens_details").put("cached_tokens", 0);
        wire.putObject("completion_tokens_details").put("reasoning_tokens", tokens.reasoning());
        return wire;
    }
}
