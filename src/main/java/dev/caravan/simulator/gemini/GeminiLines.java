package dev.caravan.simulator.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.simulator.core.Answer;
import dev.caravan.simulator.core.Dialect;
import dev.caravan.simulator.core.FileStore;
import dev.caravan.simulator.core.FinishedRun;
import dev.caravan.simulator.core.JobInput;
import dev.caravan.simulator.core.JobLine;
import dev.caravan.simulator.core.JobState;
import dev.caravan.simulator.core.Json;
import dev.caravan.simulator.core.ModelCard;
import dev.caravan.simulator.core.Row;
import dev.caravan.simulator.core.SimulatorSettings;
import dev.caravan.simulator.core.Twist;
import dev.caravan.simulator.google.Embedded;
import dev.caravan.simulator.google.Generated;
import dev.caravan.simulator.google.GoogleModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Lines with a key and a request; answers and errors in one file. */
final class GeminiLines implements Dialect {
    private static final String FILE = "responses";

    private final FileStore files;
    private final SimulatorSettings settings;

    GeminiLines(FileStore files, SimulatorSettings settings) {
        this.files = files;
        this.settings = settings;
    }

    @Override
    public String customId(JsonNode line) {
        return line.path("key").asText();
    }

    @Override
    public Answer answer(JobInput job, JobLine line, Twist twist) {
        ModelCard model = GoogleModels.find(job.vendor().path("model").asText().replaceFirst("^models/", ""))
                .orElseThrow();
        JsonNode request = line.json().path("request");
        return model.embeds()
                ? Embedded.answer(request.path("content"), request.path("outputDimensionality"), model, twist)
                : Generated.answer(request, "cachedContent", model, twist, job.id() + "/" + line.number());
    }

    @Override
    public Row row(JobInput job, JobLine line, Twist twist, Answer answer) {
        ObjectNode row = Json.object();
        if (twist == Twist.STATUS_0) {
            return new Row(FILE, row.put("key", line.customId()), Row.Kind.FREE);
        }
        row.set(answer.isOk() ? "response" : "error", answer.isOk() ? answer.body() : status(answer));
        row.put("key", line.customId());
        return new Row(FILE, row, answer.isOk() ? Row.Kind.CHARGED : Row.Kind.FAILED);
    }

    /** As gRPC numbers it, without a word. */
    private static ObjectNode status(Answer answer) {
        int code = switch (answer.status()) {
            case 400 -> 3;
            case 404 -> 5;
            case 429 -> 8;
            default -> 13;
        };
        return Json.object()
                .put("code", code)
                .put("message", answer.body().path("message").asText());
    }

    @Override
    public ObjectNode finish(FinishedRun run) throws IOException {
        Path rows = run.files().get(FILE);
        if (rows == null) {
            return Json.object();
        }
        boolean lost = run.end() == JobState.EXPIRED
                && settings.of(GeminiSurface.NAME).path("expiredResults").asInt() == 0;
        if (lost) {
            Files.deleteIfExists(rows);
            return Json.object();
        }
        String id = "batch-" + run.job().id();
        files.keep(rows, id, "", GeminiFiles.GENERATED, GeminiFiles.RESULT_SECONDS);
        return Json.object().put("file", "files/" + id);
    }
}
