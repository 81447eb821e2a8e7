package dev.caravan.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Tokens of one answer, or of all answers of a batch.
 *
 * @param output all tokens of the answer, the hidden ones of {@code reasoning} among them
 */
record Tokens(long input, long output, long reasoning) {
    static final Tokens NONE = new Tokens(0, 0, 0);

    static int in(String text) {
        return (text.length() + 3) / 4;
    }

    Tokens plus(Tokens other) {
        return new Tokens(input + other.input, output + other.output, reasoning + other.reasoning);
    }

    ObjectNode wire() {
        ObjectNode wire = Json.object().put("input_tokens", input);
        wire.putObject("input_tokens_details").put("cached_tokens", 0);
        wire.put("output_tokens", output);
        wire.putObject("output_tokens_details").put("reasoning_tokens", reasoning);
        return wire.put("total_tokens", input + output);
    }

    /** The names that chat completions use for the same numbers. */
    ObjectNode chatWire() {
        ObjectNode wire = Json.object()
                .put("prompt_tokens", input)
                .put("completion_tokens", output)
                .put("total_tokens", input + output);
        wire.putObject("prompt_tokens_details").put("cached_tokens", 0);
        wire.putObject("completion_tokens_details").put("reasoning_tokens", reasoning);
        return wire;
    }
}
