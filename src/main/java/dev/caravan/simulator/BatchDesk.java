package dev.caravan.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Accepts batches: from here on a batch exists and its lines can cost money. */
record BatchDesk(FileStore files, BatchStore batches, FaultBook faults, SimulatorTime time) {
    private static final List<String> NOT_YET = List.of(
            "output_file_id",
            "error_file_id",
            "in_progress_at",
            "finalizing_at",
            "completed_at",
            "failed_at",
            "expired_at",
            "cancelling_at",
            "cancelled_at",
            "errors",
            "model");

    /** Takes a checked request. */
    ObjectNode accept(JsonNode wanted) throws IOException {
        String inputId = wanted.path("input_file_id").asText();
        StoredFile input = files.findAsInput(inputId).orElseThrow(() -> refused("No such File object: " + inputId));
        if (!input.purpose().equals("batch")) {
            throw refused(
                    "File '%s' has the purpose '%s', but a batch needs 'batch'.".formatted(inputId, input.purpose()));
        }
        String id = "batch_" + UUID.randomUUID().toString().replace("-", "");
        ObjectNode document = Json.object().put("createdMillis", time.millis()).put("changedMillis", time.millis());
        JsonNode lifetime = wanted.path("output_expires_after").path("seconds");
        if (lifetime.isNumber()) {
            document.put("resultLifetime", lifetime.asLong());
        }
        ObjectNode wire = wire(id, wanted);
        document.set("wire", wire);
        String description = Json.write(wanted) + " " + input.filename();
        faults.onBatch(description, Set.of("expire", "cancel", "fail"))
                .ifPresent(rule -> document.set("end", rule.asJson()));
        faults.onBatch(description, Set.of("stay")).ifPresent(rule -> document.set("stay", rule.asJson()));
        ObjectNode answer = wire.deepCopy();
        batches.create(id, document, files.content(inputId));
        return answer;
    }

    private ObjectNode wire(String id, JsonNode wanted) {
        long now = time.seconds();
        ObjectNode wire = Json.object()
                .put("id", id)
                .put("object", "batch")
                .put("endpoint", wanted.path("endpoint").asText())
                .put("input_file_id", wanted.path("input_file_id").asText())
                .put("completion_window", "24h")
                .put("status", "validating")
                .put("created_at", now)
                .put("expires_at", now + 24 * 3600);
        NOT_YET.forEach(wire::putNull);
        wire.set("request_counts", counts(0, 0, 0));
        wire.set("usage", Tokens.NONE.wire());
        JsonNode metadata = wanted.path("metadata");
        return wire.set("metadata", metadata.isObject() ? metadata : null);
    }

    static ObjectNode counts(int total, int completed, int failed) {
        return Json.object().put("total", total).put("completed", completed).put("failed", failed);
    }

    private static ApiException refused(String message) {
        return ApiException.badRequest(message, "input_file_id", "invalid_value");
    }
}
