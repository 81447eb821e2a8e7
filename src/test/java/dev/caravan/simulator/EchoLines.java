package dev.caravan.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.simulator.core.Answer;
import dev.caravan.simulator.core.Dialect;
import dev.caravan.simulator.core.FinishedRun;
import dev.caravan.simulator.core.JobInput;
import dev.caravan.simulator.core.JobLine;
import dev.caravan.simulator.core.JobState;
import dev.caravan.simulator.core.Json;
import dev.caravan.simulator.core.Row;
import dev.caravan.simulator.core.Tokens;
import dev.caravan.simulator.core.Twist;
import java.util.Optional;

/** Says every line again, in files by the first letter of its id. */
final class EchoLines implements Dialect {
    @Override
    public String customId(JsonNode line) {
        return line.path("id").asText();
    }

    @Override
    public Answer answer(JobInput job, JobLine line, Twist twist) {
        return twist == Twist.ERROR
                ? Answer.error(500, Json.object().put("why", "fault"))
                : Answer.ok(Json.object().put("said", line.json().path("say").asText()), new Tokens(1, 2, 0));
    }

    @Override
    public Row row(JobInput job, JobLine line, Twist twist, Answer answer) {
        ObjectNode row = Json.object().put("id", line.customId());
        row.set(answer.isOk() ? "answer" : "error", answer.body());
        return new Row(shard(line), row, answer.isOk() ? Row.Kind.CHARGED : Row.Kind.FAILED);
    }

    @Override
    public Optional<Row> unrun(JobInput job, JobLine line, JobState end) {
        ObjectNode row = Json.object().put("id", line.customId()).put("end", end.word());
        return Optional.of(new Row(shard(line), row, Row.Kind.UNRUN));
    }

    private static String shard(JobLine line) {
        return "shard-" + line.customId().charAt(0);
    }

    @Override
    public ObjectNode finish(FinishedRun run) {
        return Json.object().put("shards", String.join(",", run.files().keySet()));
    }
}
