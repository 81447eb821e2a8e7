package dev.caravan.simulator.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.simulator.core.Answer;
import dev.caravan.simulator.core.FileStore;
import dev.caravan.simulator.core.FinishedRun;
import dev.caravan.simulator.core.JobInput;
import dev.caravan.simulator.core.JobLine;
import dev.caravan.simulator.core.Json;
import dev.caravan.simulator.core.Row;
import dev.caravan.simulator.core.SimulatorSettings;
import dev.caravan.simulator.core.SimulatorTime;
import dev.caravan.simulator.core.Twist;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Lines that name deployments. Answers carry what the content filter said, and rows no id of their own. */
final class AzureLines extends FileLines {
    private final FileStore files;

    AzureLines(FileStore files, SimulatorSettings settings, SimulatorTime time) {
        super(name -> AzureService.deployment(name, settings), files, settings, time);
        this.files = files;
    }

    @Override
    public Answer answer(JobInput job, JobLine line, Twist twist) {
        Answer answer = super.answer(job, line, twist);
        for (JsonNode choice : answer.body().path("choices")) {
            boolean blocked = choice.path("finish_reason").asText().equals("content_filter");
            ((ObjectNode) choice)
                    .putObject("content_filter_results")
                    .putObject("hate")
                    .put("filtered", blocked)
                    .put("severity", blocked ? "high" : "safe");
        }
        return answer;
    }

    @Override
    public Row row(JobInput job, JobLine line, Twist twist, Answer answer) {
        Row row = super.row(job, line, twist, answer);
        row.line().remove("id");
        return row;
    }

    /** Where no line failed there is an error file all the same, without a byte; where all failed, no output. */
    @Override
    public ObjectNode finish(FinishedRun run) throws IOException {
        String output = keep(run, OUTPUT, "output");
        String errors = keep(run, ERRORS, "error");
        if (errors == null) {
            Path empty = files.temporary(run.job().id());
            Files.write(empty, new byte[0]);
            errors = keep(run, empty, ERRORS, "error");
        }
        return Json.object().put("output_file_id", output == null ? "" : output).put("error_file_id", errors);
    }
}
