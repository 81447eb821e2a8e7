package dev.caravan.simulator.mistral;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.simulator.core.Finding;
import dev.caravan.simulator.core.JobState;
import dev.caravan.simulator.core.JobView;
import dev.caravan.simulator.core.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** Batch jobs: what a create must say, and what a job says of itself. */
final class MistralJobs {
    static final String CHAT = "/v1/chat/completions";

    private static final Set<String> KEYS =
            Set.of("input_files", "endpoint", "model", "metadata", "timeout_hours", "requests", "agent_id");
    private static final Set<String> ENDPOINTS = Set.of(CHAT, "/v1/embeddings", "/v1/moderations");

    private MistralJobs() {}

    /** Ids are UUIDs, those of result files made of what they are about. */
    static String uuid(String of) {
        return UUID.nameUUIDFromBytes(of.getBytes(StandardCharsets.UTF_8)).toString();
    }

    static void check(JsonNode body) {
        for (String key : Json.names(body)) {
            if (!KEYS.contains(key)) {
                throw MistralException.invalid("body." + key, "Extra inputs are not permitted");
            }
        }
        if (!ENDPOINTS.contains(body.path("endpoint").asText())) {
            throw MistralException.invalid("body.endpoint", "Input should be one of " + ENDPOINTS);
        }
        if (body.has("requests") || body.has("agent_id")) {
            throw new MistralException(400, "The simulator takes jobs with input_files alone");
        }
        JsonNode inputs = body.path("input_files");
        if (!inputs.isArray() || inputs.size() != 1 || !inputs.get(0).isTextual()) {
            throw MistralException.invalid("body.input_files", "The simulator takes a list of one file");
        }
        String model = body.path("model").asText();
        if (MistralModels.find(model).isEmpty()) {
            throw new MistralException(400, "Invalid model: " + model);
        }
        JsonNode hours = body.path("timeout_hours");
        if (!hours.isMissingNode() && (!hours.isInt() || hours.asInt() < 1 || hours.asInt() >= 7 * 24)) {
            throw MistralException.invalid("body.timeout_hours", "Input should be a whole number from 1 to 167");
        }
        for (Map.Entry<String, JsonNode> pair : body.path("metadata").properties()) {
            if (!pair.getValue().isTextual()) {
                throw MistralException.invalid("body.metadata." + pair.getKey(), "Input should be a valid string");
            }
        }
    }

    /** What the surface remembers. */
    static ObjectNode remembered(JsonNode body) {
        ObjectNode vendor = Json.object()
                .put("endpoint", body.path("endpoint").asText())
                .put("model", body.path("model").asText())
                .put("lines", "body")
                .put("input_file", body.path("input_files").path(0).asText());
        vendor.set("metadata", body.path("metadata").isObject() ? body.path("metadata") : null);
        return vendor;
    }

    static ObjectNode wire(JobView job) {
        boolean over = job.state().isFinal();
        ObjectNode wire = Json.object()
                .put("id", job.id())
                .put("object", "batch")
                .put("endpoint", job.vendor().path("endpoint").asText())
                .put("model", job.vendor().path("model").asText())
                .put("status", status(job.state()));
        wire.putArray("input_files").add(job.vendor().path("input_file").asText());
        wire.set("metadata", job.vendor().get("metadata"));
        errors(job, wire.putArray("errors"));
        JsonNode notes = over ? job.run().notes() : Json.object();
        wire.set("output_file", notes.get("output_file"));
        wire.set("error_file", notes.get("error_file"));
        wire.putNull("outputs");
        int done = job.run().completed() + job.run().failed();
        return wire.put("created_at", job.createdMillis() / 1000)
                .put("started_at", job.seconds(JobState.IN_PROGRESS))
                .put("completed_at", over ? job.seconds(job.state()) : null)
                .put("total_requests", job.lines())
                .put("completed_requests", done)
                .put("succeeded_requests", job.run().completed())
                .put("failed_requests", job.run().failed());
    }

    /** Counted by their text; no line is named. */
    private static void errors(JobView job, ArrayNode errors) {
        Map<String, Integer> counted = new TreeMap<>();
        for (Finding finding : job.findings()) {
            counted.merge(finding.message(), 1, Integer::sum);
        }
        counted.forEach(
                (message, count) -> errors.addObject().put("message", message).put("count", count));
    }

    static String status(JobState state) {
        return switch (state) {
            case VALIDATING -> "QUEUED";
            case IN_PROGRESS, FINALIZING -> "RUNNING";
            case COMPLETED -> "SUCCESS";
            case FAILED -> "FAILED";
            case EXPIRED -> "TIMEOUT_EXCEEDED";
            case CANCELLING -> "CANCELLATION_REQUESTED";
            case CANCELLED -> "CANCELLED";
        };
    }
}
