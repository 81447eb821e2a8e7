package dev.caravan.simulator.bedrock;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.simulator.core.Answer;
import dev.caravan.simulator.core.Ask;
import dev.caravan.simulator.core.Json;
import dev.caravan.simulator.core.Reply;
import dev.caravan.simulator.core.Tokens;
import dev.caravan.simulator.core.Twist;

/** The answer as Converse has it, which Nova shares. */
final class Conversed {
    private Conversed() {}

    /** @param prompt all of what was said, to count it */
    static Answer answer(Ask ask, Twist twist, String prompt) {
        Reply reply = Reply.to(ask, twist);
        Tokens tokens = new Tokens(Tokens.in(prompt), reply.tokens(), reply.reasoning());
        ObjectNode wire = Json.object();
        ObjectNode message = wire.putObject("output").putObject("message").put("role", "assistant");
        ArrayNode content = message.putArray("content");
        if (reply.reasoning() > 0) {
            content.addObject()
                    .putNull("text")
                    .putObject("reasoningContent")
                    .putObject("reasoningText")
                    .put("text", "[simulated]")
                    .put("signature", "simulated");
        }
        content.addObject().put("text", reply.text()).putNull("image").putNull("toolUse");
        wire.put(
                "stopReason",
                switch (reply.end()) {
                    case STOP -> "end_turn";
                    case LENGTH -> "max_tokens";
                    case FILTER -> "guardrail_intervened";
                    case REFUSAL -> "content_filtered";
                });
        wire.putObject("usage")
                .put("inputTokens", tokens.input())
                .put("outputTokens", tokens.output())
                .put("totalTokens", tokens.input() + tokens.output());
        wire.putObject("metrics").put("latencyMs", 1);
        return Answer.ok(wire, tokens);
    }
}
