package dev.caravan.simulator.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.simulator.chat.Usage;
import dev.caravan.simulator.core.Finding;
import dev.caravan.simulator.core.JobState;
import dev.caravan.simulator.core.JobView;
import dev.caravan.simulator.core.Json;
import dev.caravan.simulator.core.RunResult;
import dev.caravan.simulator.core.Tokens;
import java.util.List;

/** A job in the words of the batches API. */
final class BatchWire {
    private static final List<JobState> STAMPED = List.of(
            JobState.IN_PROGRESS,
            JobState.FINALIZING,
            JobState.COMPLETED,
            JobState.FAILED,
            JobState.EXPIRED,
            JobState.CANCELLING,
            JobState.CANCELLED);

    private BatchWire() {}

    static ObjectNode of(JobView job, Traits traits) {
        RunResult run = job.run();
        boolean over = job.state().isFinal();
        long created = job.createdMillis() / 1000;
        JsonNode vendor = job.vendor();
        JsonNode notes = over ? run.notes() : Json.object();
        ObjectNode wire = Json.object()
                .put("id", job.id())
                .put("object", "batch")
                .put("endpoint", vendor.path("endpoint").asText())
                .put("input_file_id", vendor.path("input_file_id").asText())
                .put("completion_window", vendor.path("window").asText("24h"))
                .put("status", traits.status(job.state()));
        wire.set("created_at", traits.time(created));
        wire.set("expires_at", traits.time(created + 24 * 3600));
        wire.set("output_file_id", notes.get("output_file_id"));
        wire.set("error_file_id", notes.get("error_file_id"));
        STAMPED.forEach(state -> wire.set(state.word() + "_at", traits.time(job.seconds(state))));
        wire.set("errors", job.findings().isEmpty() ? null : errors(job.findings()));
        wire.set("model", vendor.get("model"));
        ObjectNode counts = wire.putObject("request_counts");
        counts.set("total", traits.count(job.lines(), over));
        counts.set("completed", traits.count(run.completed(), over));
        counts.set("failed", traits.count(run.failed(), over));
        wire.set("usage", Usage.wire(over ? run.tokens() : Tokens.NONE));
        wire.set("metadata", traits.has("metadata") ? vendor.get("metadata") : null);
        return wire;
    }

    private static ObjectNode errors(List<Finding> findings) {
        ObjectNode errors = Json.object().put("object", "list");
        ArrayNode data = errors.putArray("data");
        for (Finding finding : findings) {
            data.addObject()
                    .put("code", finding.code())
                    .put("message", finding.message())
                    .put("param", finding.param())
                    .put("line", finding.line());
        }
        return errors;
    }
}
