package dev.caravan.simulator.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.simulator.core.Answer;
import dev.caravan.simulator.core.Dialect;
import dev.caravan.simulator.core.Findings;
import dev.caravan.simulator.core.FinishedRun;
import dev.caravan.simulator.core.Hash;
import dev.caravan.simulator.core.JobInput;
import dev.caravan.simulator.core.JobLine;
import dev.caravan.simulator.core.JobState;
import dev.caravan.simulator.core.Json;
import dev.caravan.simulator.core.Row;
import dev.caravan.simulator.core.RunResult;
import dev.caravan.simulator.core.SimulatorSettings;
import dev.caravan.simulator.core.Twist;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Records in, records out; an answer or an error beside the input that it belongs to. A line without a turn has no row. */
record BedrockLines(Buckets buckets, SimulatorSettings settings) implements Dialect {
    private static final String ID = "recordId";
    private static final String INPUT = "modelInput";

    @Override
    public Findings check(JobInput job) throws IOException {
        return InputCheck.check(job, settings.of(BedrockSurface.NAME));
    }

    @Override
    public int looks(JobState state) {
        return JobWire.looks(state);
    }

    @Override
    public String customId(JsonNode line) {
        return line.path(ID).asText();
    }

    @Override
    public Answer answer(JobInput job, JobLine line, Twist twist) {
        try {
            if (twist == Twist.ERROR) {
                throw new RecordException(500, "The system encountered an unexpected error during processing.");
            }
            if (twist == Twist.RATE_LIMIT) {
                throw new RecordException(429, "Too many requests, please wait before trying again.");
            }
            Model model = Models.need(job.vendor().path("modelId").asText());
            ObjectNode body = (ObjectNode) line.json().path(INPUT);
            int most = settings.get().contextTokens();
            return BodyForm.of(job.vendor().path("modelInvocationType").asText(), model)
                    .answer(new Question(line.customId(), body, model, twist, most));
        } catch (RecordException refused) {
            return refused.answer();
        }
    }

    @Override
    public Row row(JobInput job, JobLine line, Twist twist, Answer answer) {
        ObjectNode row = Json.object();
        row.set(INPUT, line.json().path(INPUT));
        String id = line.customId();
        row.put(
                ID,
                id.isEmpty() ? Hash.hex(job.id(), String.valueOf(line.number())).substring(0, 11) : id);
        String file = file(job, line.number());
        if (twist == Twist.STATUS_0) {
            return new Row(file, row, Row.Kind.FREE);
        }
        row.set(answer.isOk() ? "modelOutput" : "error", answer.body());
        return new Row(file, row, answer.isOk() ? Row.Kind.CHARGED : Row.Kind.FAILED);
    }

    /** The name of the input that a line came in. */
    private static String file(JobInput job, int number) {
        int before = 0;
        for (JsonNode file : job.vendor().path(Inputs.FILES)) {
            before += file.path("lines").asInt();
            if (number <= before) {
                return file.path("name").asText();
            }
        }
        throw new IllegalStateException("Line " + number + " of job " + job.id() + " is of no file");
    }

    /** Puts the results and a manifest of them into the bucket; nothing if no record had its turn. */
    @Override
    public ObjectNode finish(FinishedRun run) throws IOException {
        S3Uri folder = CreateRules.address(run.job().vendor(), "output")
                .below(run.job().id() + "/");
        for (Map.Entry<String, Path> file : run.files().entrySet()) {
            buckets.put(folder.below(file.getKey() + ".out"), file.getValue());
        }
        if (!run.files().isEmpty()) {
            buckets.put(folder.below("manifest.json.out"), Json.write(manifest(run)));
        }
        for (Path file : run.files().values()) {
            Files.delete(file);
        }
        return Json.object();
    }

    private static ObjectNode manifest(FinishedRun run) {
        RunResult result = run.result();
        int total = 0;
        for (JsonNode file : run.job().vendor().path(Inputs.FILES)) {
            total += file.path("lines").asInt();
        }
        return Json.object()
                .put("totalRecordCount", total)
                .put("processedRecordCount", result.completed() + result.failed())
                .put("successRecordCount", result.completed())
                .put("errorRecordCount", result.failed())
                .put("inputTokenCount", result.tokens().input())
                .put("outputTokenCount", result.tokens().output());
    }
}
