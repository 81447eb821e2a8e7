package dev.caravan.simulator.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.simulator.core.Answer;
import dev.caravan.simulator.core.Ask;
import dev.caravan.simulator.core.Dialect;
import dev.caravan.simulator.core.JobInput;
import dev.caravan.simulator.core.JobLine;
import dev.caravan.simulator.core.JobState;
import dev.caravan.simulator.core.Json;
import dev.caravan.simulator.core.ModelCard;
import dev.caravan.simulator.core.PromptText;
import dev.caravan.simulator.core.Reply;
import dev.caravan.simulator.core.Row;
import dev.caravan.simulator.core.SimulatorSettings;
import dev.caravan.simulator.core.Tokens;
import dev.caravan.simulator.core.Twist;
import java.util.Optional;
import java.util.Set;

/** Requests with custom_id and params; all of them end as rows of one result stream, whatever became of them. */
final class MessageLines implements Dialect {
    static final String RESULTS = "results";

    private final SimulatorSettings settings;

    MessageLines(SimulatorSettings settings) {
        this.settings = settings;
    }

    @Override
    public String customId(JsonNode line) {
        return line.path("custom_id").asText();
    }

    @Override
    public Answer answer(JobInput job, JobLine line, Twist twist) {
        try {
            return switch (twist) {
                case ERROR -> throw new AnthropicException(500, "Internal server error");
                case RATE_LIMIT -> throw new AnthropicException(429, "This request would exceed your rate limit");
                default -> say(job, line, twist);
            };
        } catch (AnthropicException refused) {
            return refused.answer();
        }
    }

    private Answer say(JobInput job, JobLine line, Twist twist) {
        MessageRequest request = ParamsRules.check((ObjectNode) line.json().path("params"), Terms.of(job.vendor()));
        JsonNode messages = request.params().path("messages");
        int input = Tokens.in(PromptText.all(request.params().path("system")) + PromptText.all(messages));
        int context = settings.of(AnthropicSurface.NAME)
                .path(AnthropicSurface.CONTEXT_TOKENS)
                .asInt();
        if (input > context) {
            throw AnthropicException.badRequest("prompt is too long: %d tokens > %d maximum".formatted(input, context));
        }
        ModelCard card =
                new ModelCard(request.model().name(), request.thinks() ? Set.of(request.effort()) : Set.of(), 0);
        Ask ask = new Ask(PromptText.of(messages), request.format(), request.maxTokens(), request.effort(), card);
        Reply reply = Reply.to(ask, twist);
        Tokens tokens = new Tokens(input, reply.tokens(), reply.reasoning());
        return Answer.ok(new MessageWire(request, job.id() + "/" + line.customId()).of(reply, tokens), tokens);
    }

    @Override
    public Row row(JobInput job, JobLine line, Twist twist, Answer answer) {
        ObjectNode row = Json.object().put("custom_id", line.customId());
        if (twist == Twist.STATUS_0) {
            row.putNull("result");
            return new Row(RESULTS, row, Row.Kind.FREE);
        }
        ObjectNode result = row.putObject("result").put("type", answer.isOk() ? "succeeded" : "errored");
        result.set(answer.isOk() ? "message" : "error", answer.body());
        return new Row(RESULTS, row, answer.isOk() ? Row.Kind.CHARGED : Row.Kind.FAILED);
    }

    @Override
    public Optional<Row> unrun(JobInput job, JobLine line, JobState end) {
        ObjectNode row = Json.object().put("custom_id", line.customId());
        row.putObject("result").put("type", end == JobState.EXPIRED ? "expired" : "canceled");
        return Optional.of(new Row(RESULTS, row, Row.Kind.UNRUN));
    }
}
