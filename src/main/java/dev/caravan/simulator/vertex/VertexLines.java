package dev.caravan.simulator.vertex;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.simulator.core.Answer;
import dev.caravan.simulator.core.Dialect;
import dev.caravan.simulator.core.Findings;
import dev.caravan.simulator.core.FinishedRun;
import dev.caravan.simulator.core.JobInput;
import dev.caravan.simulator.core.JobLine;
import dev.caravan.simulator.core.Json;
import dev.caravan.simulator.core.ModelCard;
import dev.caravan.simulator.core.Row;
import dev.caravan.simulator.core.SimulatorSettings;
import dev.caravan.simulator.core.Twist;
import dev.caravan.simulator.google.Embedded;
import dev.caravan.simulator.google.Generated;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Lines with a request, and rows that repeat it. What stands beside a request is repeated too, unless the setting {@code
 * echo} is 0 (but for the {@code key} of embeddings, which is documented); answers and errors are in one file, which ends up in Cloud Storage.
 */
final class VertexLines implements Dialect {
    private static final String FILE = "predictions.jsonl";

    private final CloudStorage storage;
    private final SimulatorSettings settings;

    VertexLines(CloudStorage storage, SimulatorSettings settings) {
        this.storage = storage;
        this.settings = settings;
    }

    @Override
    public Findings check(JobInput job) throws IOException {
        JsonNode limits = settings.of(VertexSurface.NAME);
        return ImportCheck.of(
                job.file(),
                limits.path("maxRequests").asInt(),
                limits.path("maxFileBytes").asLong());
    }

    /** For the bill alone; the real one knows no id. */
    @Override
    public String customId(JsonNode line) {
        return line.path("custom_id")
                .asText(line.path("key")
                        .asText(line.at("/request/labels/caravan_id").asText()));
    }

    @Override
    public Answer answer(JobInput job, JobLine line, Twist twist) {
        String resource = job.vendor().path("model").asText();
        ModelCard model = VertexModels.find(resource).orElseThrow();
        JsonNode request = line.json().path("request");
        String id = job.id() + "/" + line.number();
        if (VertexModels.isClaude(resource)) {
            return ClaudeOnVertex.answer(request, model, twist, id);
        }
        return model.embeds()
                ? Embedded.answer(
                        request.path("content"),
                        request.at("/embed_content_config/output_dimensionality"),
                        model,
                        twist)
                : Generated.answer(request, "labels", model, twist, id);
    }

    @Override
    public Row row(JobInput job, JobLine line, Twist twist, Answer answer) {
        ObjectNode row = Json.object();
        boolean echo = settings.of(VertexSurface.NAME).path("echo").asInt() != 0;
        if (echo || line.json().has("key")) {
            for (Map.Entry<String, JsonNode> beside : line.json().properties()) {
                row.set(beside.getKey(), beside.getValue());
            }
        }
        boolean empty = twist == Twist.STATUS_0;
        row.put("status", answer.isOk() || empty ? "" : status(answer));
        row.put("processed_time", job.vendor().path("made").asText().replace("Z", "+00:00"));
        row.set("request", echoed(line.json().path("request")));
        row.set("response", answer.isOk() && !empty ? answer.body() : Json.object());
        return new Row(FILE, row, empty ? Row.Kind.FREE : answer.isOk() ? Row.Kind.CHARGED : Row.Kind.FAILED);
    }

    /** Words, then the error as JSON. */
    private static String status(Answer answer) {
        ObjectNode error = Json.object();
        error.set("error", answer.body());
        return (answer.status() < 500 ? "Bad Request: " : "Internal error: ") + Json.write(error);
    }

    /** The echo comes out of a table: what a part could have had is null. */
    private static JsonNode echoed(JsonNode request) {
        JsonNode echo = request.deepCopy();
        for (JsonNode content : echo.path("contents")) {
            for (JsonNode part : content.path("parts")) {
                ((ObjectNode) part).putNull("fileData");
            }
        }
        return echo;
    }

    @Override
    public ObjectNode finish(FinishedRun run) throws IOException {
        String directory = run.job().vendor().path("output").asText() + "prediction-model-"
                + run.job().vendor().path("made").asText();
        for (Path file : run.files().values()) {
            storage.put(directory + "/" + FILE, file);
            Files.delete(file);
        }
        return Json.object().put("directory", directory);
    }
}
