package dev.caravan.simulator.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.simulator.core.Answer;
import dev.caravan.simulator.core.Dialect;
import dev.caravan.simulator.core.Findings;
import dev.caravan.simulator.core.Hash;
import dev.caravan.simulator.core.JobInput;
import dev.caravan.simulator.core.JobLine;
import dev.caravan.simulator.core.JobState;
import dev.caravan.simulator.core.Json;
import dev.caravan.simulator.core.Row;
import dev.caravan.simulator.core.SimulatorTime;
import dev.caravan.simulator.core.Tokens;
import dev.caravan.simulator.core.Twist;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Batch lines with custom_id, method, url and body, answered in an output file and an error file. A job's vendor
 * document is read as a {@link LineForm}; the check adds the {@code model} of the lines.
 */
public class ChatLines implements Dialect {
    public static final String OUTPUT = "output";
    public static final String ERRORS = "errors";

    private final Function<String, Optional<ChatModel>> models;
    private final Supplier<ChatLimits> limits;
    private final SimulatorTime time;

    /**
     * Lines that may name these models.
     *
     * @param models by the name that lines use; empty for one that does not exist
     * @param limits those in force
     */
    public ChatLines(Function<String, Optional<ChatModel>> models, Supplier<ChatLimits> limits, SimulatorTime time) {
        this.models = models;
        this.limits = limits;
        this.time = time;
    }

    @Override
    public Findings check(JobInput job) throws IOException {
        return new LineCheck(models, limits.get()).check(job.file(), LineForm.of(job.vendor()));
    }

    @Override
    public String customId(JsonNode line) {
        return line.path("custom_id").asText();
    }

    @Override
    public Answer answer(JobInput job, JobLine line, Twist twist) {
        try {
            if (twist == Twist.ERROR) {
                throw new ApiException(
                        500, "The server had an error while processing your request. Sorry!", null, null);
            }
            if (twist == Twist.RATE_LIMIT) {
                throw new ApiException(429, "Rate limit reached for requests per minute.", null, "rate_limit_exceeded");
            }
            ObjectNode body = (ObjectNode) line.json().path("body");
            return answer(LineForm.of(job.vendor()), line.customId(), body, twist);
        } catch (ApiException refused) {
            return refused.answer();
        }
    }

    private Answer answer(LineForm form, String customId, ObjectNode body, Twist twist) {
        ChatModel model = models.apply(body.path("model").asText(form.model())).orElseThrow();
        int tokens = Tokens.in(Json.write(body));
        int max = limits.get().contextTokens();
        if (tokens > max) {
            throw ApiException.badRequest(
                    "Your input is %d tokens long, but the context window of this model is %d tokens."
                            .formatted(tokens, max),
                    body.has("messages") ? "messages" : "input",
                    "context_length_exceeded");
        }
        Request request = new Request(Hash.hex(customId), body, model, twist, time.seconds());
        return Objects.requireNonNull(Endpoint.ALL.get(form.call())).answer(request);
    }

    @Override
    public Row row(JobInput job, JobLine line, Twist twist, Answer answer) {
        ObjectNode row = row(job, line);
        boolean empty = twist == Twist.STATUS_0;
        if (answer.isOk() && !empty && LineForm.of(job.vendor()).bare()) {
            row.set("response", answer.body());
            return new Row(OUTPUT, row, Row.Kind.CHARGED);
        }
        ObjectNode response = row.putObject("response")
                .put("status_code", empty ? 0 : answer.status())
                .put("request_id", "req_" + Hash.hex(job.id(), line.customId(), "request"));
        response.set("body", empty ? null : answer.body());
        row.putNull("error");
        if (empty) {
            return new Row(OUTPUT, row, Row.Kind.FREE);
        }
        return answer.isOk() ? new Row(OUTPUT, row, Row.Kind.CHARGED) : new Row(ERRORS, row, Row.Kind.FAILED);
    }

    @Override
    public Optional<Row> unrun(JobInput job, JobLine line, JobState end) {
        if (end != JobState.EXPIRED) {
            return Optional.empty();
        }
        ObjectNode row = row(job, line);
        row.putNull("response");
        row.putObject("error")
                .put("code", "batch_expired")
                .put("message", "This request could not be executed before the completion window expired.");
        return Optional.of(new Row(ERRORS, row, Row.Kind.UNRUN));
    }

    private static ObjectNode row(JobInput job, JobLine line) {
        return Json.object()
                .put("id", "batch_req_" + Hash.hex(job.id(), line.customId()))
                .put("custom_id", line.customId());
    }
}
