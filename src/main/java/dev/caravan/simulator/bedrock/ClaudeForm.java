package dev.caravan.simulator.bedrock;

import static dev.caravan.simulator.bedrock.Question.need;

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

/** Anthropic's messages, with the version in the body. */
final class ClaudeForm implements BodyForm {
    private static final Set<String> KEYS = Set.of(
            "anthropic_version",
            "anthropic_beta",
            "max_tokens",
            "messages",
            "system",
            "temperature",
            "top_p",
            "top_k",
            "stop_sequences",
            "tools",
            "tool_choice",
            "thinking",
            "output_config",
            "metadata");

    @Override
    public Answer answer(Question question) {
        ObjectNode body = question.body();
        need(body.has("anthropic_version"), "anthropic_version: Field required");
        need(
                body.path("anthropic_version").asText().equals("bedrock-2023-05-31"),
                "anthropic_version: Input should be 'bedrock-2023-05-31'");
        question.allow(KEYS);
        Integer most = Question.positive(body.path("max_tokens"), "max_tokens");
        need(most != null, "max_tokens: Field required");
        Question.messages(body.path("messages"));
        JsonNode config = body.path("output_config");
        String effort = ClaudeRules.effort(body.path("thinking"), config.path("effort"), most, question.model());
        ClaudeRules.sampling(body.path("temperature"), body.path("top_p"), !effort.equals("none"));
        OutputFormat format = OutputFormat.TEXT;
        if (config.has("format")) {
            need(
                    config.path("format").path("type").asText().equals("json_schema"),
                    "output_config.format.type: Input should be 'json_schema'");
            StrictSchema.check(config.path("format").path("schema"));
            format = OutputFormat.schema(config.path("format").path("schema"));
        }
        Ask ask = new Ask(
                PromptText.of(body.path("messages")),
                format,
                most,
                effort,
                question.model().card());
        Reply reply = Reply.to(ask, question.twist());
        Tokens tokens = new Tokens(Tokens.in(PromptText.all(body.path("messages"))), reply.tokens(), reply.reasoning());
        return Answer.ok(wire(question, reply, tokens), tokens);
    }

    private static ObjectNode wire(Question question, Reply reply, Tokens tokens) {
        ObjectNode wire = Json.object()
                .put("model", question.model().answersAs())
                .put("id", question.answerId("msg_bdrk_"))
                .put("type", "message")
                .put("role", "assistant");
        ArrayNode content = wire.putArray("content");
        if (reply.reasoning() > 0) {
            content.addObject()
                    .put("type", "thinking")
                    .put("thinking", "[simulated]")
                    .put("signature", "simulated");
        }
        boolean refused = reply.end() == Reply.End.REFUSAL || reply.end() == Reply.End.FILTER;
        if (!refused) {
            content.addObject().put("type", "text").put("text", reply.text());
        }
        wire.put("stop_reason", refused ? "refusal" : reply.end() == Reply.End.LENGTH ? "max_tokens" : "end_turn")
                .putNull("stop_sequence");
        wire.putObject("usage")
                .put("input_tokens", tokens.input())
                .put("cache_creation_input_tokens", 0)
                .put("cache_read_input_tokens", 0)
                .put("output_tokens", tokens.output());
        return wire;
    }
}
