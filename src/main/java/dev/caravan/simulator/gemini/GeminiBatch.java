package dev.caravan.simulator.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.simulator.core.Finding;
import dev.caravan.simulator.core.JobState;
import dev.caravan.simulator.core.JobView;
import dev.caravan.simulator.core.Json;
import java.time.Instant;

/** A batch as the operation that it is. */
final class GeminiBatch {
    private GeminiBatch() {}

    static ObjectNode wire(JobView job, String prefix) {
        JsonNode vendor = job.vendor();
        ObjectNode wire = Json.object().put("name", "batches/" + job.id());
        ObjectNode metadata = wire.putObject("metadata")
                .put("@type", "type.googleapis.com/google.ai.generativelanguage.v1main.GenerateContentBatch")
                .put("model", vendor.path("model").asText())
                .put("displayName", vendor.path("displayName").asText())
                .put("name", "batches/" + job.id());
        metadata.putObject("inputConfig")
                .put("fileName", vendor.path("fileName").asText());
        metadata.put("createTime", time(job.createdMillis()))
                .put("updateTime", time(job.times().getOrDefault(job.state(), job.createdMillis())));
        ObjectNode stats = metadata.putObject("batchStats");
        count(stats, "requestCount", job.lines());
        count(stats, "successfulRequestCount", job.run().completed());
        count(stats, "failedRequestCount", job.run().failed());
        count(
                stats,
                "pendingRequestCount",
                job.lines() - job.run().completed() - job.run().failed());
        metadata.put("state", prefix + state(job.state()));
        if (job.state().isFinal()) {
            metadata.put("endTime", time(job.times().getOrDefault(job.state(), job.createdMillis())));
            end(job, wire, metadata);
        }
        return wire;
    }

    private static void end(JobView job, ObjectNode wire, ObjectNode metadata) {
        wire.put("done", true);
        JsonNode file = job.run().notes().path("file");
        if (file.isTextual()) {
            metadata.putObject("output").set("responsesFile", file);
        }
        if (job.state() == JobState.COMPLETED) {
            wire.putObject("response")
                    .put("@type", "type.googleapis.com/google.ai.generativelanguage.v1main.GenerateContentBatchOutput")
                    .set("responsesFile", file);
            return;
        }
        ObjectNode error = wire.putObject("error");
        switch (job.state()) {
            case CANCELLED -> error.put("code", 1).put("message", "The batch was cancelled.");
            case EXPIRED -> error.put("code", 4).put("message", "The batch expired.");
            default -> {
                Finding why = job.findings().get(0);
                error.put("code", 8).put("message", why.code() + ": " + why.message());
            }
        }
    }

    /** Numbers are texts, and one that is zero is not there. */
    private static void count(ObjectNode stats, String name, int count) {
        if (count > 0) {
            stats.put(name, String.valueOf(count));
        }
    }

    /** There is no state between the wish to cancel and its end. */
    private static String state(JobState state) {
        return switch (state) {
            case VALIDATING -> "PENDING";
            case IN_PROGRESS, FINALIZING, CANCELLING -> "RUNNING";
            case COMPLETED -> "SUCCEEDED";
            default -> state.name();
        };
    }

    private static String time(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }
}
