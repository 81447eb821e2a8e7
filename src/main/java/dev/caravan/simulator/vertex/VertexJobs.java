package dev.caravan.simulator.vertex;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.simulator.core.Finding;
import dev.caravan.simulator.core.JobState;
import dev.caravan.simulator.core.JobView;
import dev.caravan.simulator.core.Json;
import dev.caravan.simulator.google.GoogleError;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/** BatchPredictionJobs: what a create must say, and what a job says of itself. */
final class VertexJobs {
    private static final Set<String> KEYS =
            Set.of("displayName", "model", "inputConfig", "outputConfig", "labels", "serviceAccount", "instanceConfig");
    private static final String LABEL = "[\\p{Ll}\\p{Lo}][\\p{Ll}\\p{Lo}\\p{N}_-]{0,63}";
    private static final String LABEL_VALUE = "[\\p{Ll}\\p{Lo}\\p{N}_-]{0,64}";

    private VertexJobs() {}

    static void check(JsonNode body) {
        for (String key : Json.names(body)) {
            if (!KEYS.contains(key)) {
                throw GoogleError.unknownField(key, "batch_prediction_job");
            }
        }
        require(!body.path("displayName").asText().isBlank(), "display_name");
        require(body.at("/inputConfig/instancesFormat").asText().equals("jsonl"), "input_config.instances_format");
        require(
                body.at("/outputConfig/predictionsFormat").asText().equals("jsonl"),
                "output_config.predictions_format");
        JsonNode uris = body.at("/inputConfig/gcsSource/uris");
        require(uris.size() == 1 && CloudStorage.isPlace(uris.path(0).asText()), "input_config.gcs_source.uris");
        require(
                prefix(body).matches("gs://[a-z0-9][a-z0-9._-]+(/.*)?"),
                "output_config.gcs_destination.output_uri_prefix");
        for (Map.Entry<String, JsonNode> label : body.path("labels").properties()) {
            require(
                    label.getKey().matches(LABEL)
                            && label.getValue().isTextual()
                            && label.getValue().asText().matches(LABEL_VALUE),
                    "labels[" + label.getKey() + "]");
        }
        String model = body.path("model").asText();
        if (VertexModels.find(model).isEmpty()) {
            throw new GoogleError(404, "Publisher Model `" + model + "` was not found.");
        }
    }

    private static void require(boolean right, String field) {
        if (!right) {
            throw GoogleError.invalid("Invalid value for field '" + field + "'.");
        }
    }

    private static String prefix(JsonNode body) {
        return body.at("/outputConfig/gcsDestination/outputUriPrefix").asText();
    }

    /**
     * What the surface remembers.
     *
     * @param parent {@code projects/…/locations/…}
     */
    static ObjectNode remembered(JsonNode body, String parent, String now) {
        ObjectNode vendor = Json.object()
                .put("parent", parent)
                .put("made", now)
                .put("input", body.at("/inputConfig/gcsSource/uris/0").asText())
                .put("output", prefix(body).replaceAll("/+$", "") + "/");
        vendor.set("model", body.path("model"));
        vendor.set("displayName", body.path("displayName"));
        vendor.set("labels", body.path("labels").isObject() ? body.path("labels") : null);
        return vendor;
    }

    static ObjectNode wire(JobView job) {
        JsonNode vendor = job.vendor();
        ObjectNode wire = Json.object()
                .put("name", vendor.path("parent").asText() + "/batchPredictionJobs/" + job.id())
                .put("displayName", vendor.path("displayName").asText())
                .put("model", vendor.path("model").asText())
                .put("state", "JOB_STATE_" + state(job.state()));
        wire.putObject("inputConfig")
                .put("instancesFormat", "jsonl")
                .putObject("gcsSource")
                .putArray("uris")
                .add(vendor.path("input").asText());
        wire.putObject("outputConfig")
                .put("predictionsFormat", "jsonl")
                .putObject("gcsDestination")
                .put("outputUriPrefix", vendor.path("output").asText());
        if (vendor.path("labels").isObject()) {
            wire.set("labels", vendor.get("labels"));
        }
        wire.put("createTime", time(job.createdMillis()));
        Long started = job.times().get(JobState.IN_PROGRESS);
        if (started != null) {
            wire.put("startTime", time(started));
        }
        if (job.state().isFinal()) {
            end(job, wire);
        }
        return wire;
    }

    private static void end(JobView job, ObjectNode wire) {
        wire.put("endTime", time(job.times().getOrDefault(job.state(), job.createdMillis())));
        if (!job.findings().isEmpty()) {
            Finding first = job.findings().get(0);
            wire.putObject("error").put("code", code(first.code())).put("message", first.message());
            return;
        }
        if (job.state() == JobState.CANCELLED) {
            wire.putObject("error").put("code", 1).put("message", "CANCELED");
        }
        ObjectNode stats = wire.putObject("completionStats");
        count(stats, "successfulCount", job.run().completed());
        count(stats, "failedCount", job.run().failed());
        count(
                stats,
                "incompleteCount",
                job.lines() - job.run().completed() - job.run().failed());
        wire.putObject("outputInfo")
                .put("gcsOutputDirectory", job.run().notes().path("directory").asText());
    }

    /** Counts are texts, and one that is zero is not there. */
    private static void count(ObjectNode stats, String name, int count) {
        if (count > 0) {
            stats.put(name, String.valueOf(count));
        }
    }

    /** The number of a gRPC code; a scripted word is a refusal of quota. */
    private static int code(String code) {
        return code.matches("\\d{1,2}") ? Integer.parseInt(code) : 8;
    }

    private static String state(JobState state) {
        return switch (state) {
            case VALIDATING -> "PENDING";
            case IN_PROGRESS, FINALIZING -> "RUNNING";
            case COMPLETED -> "SUCCEEDED";
            default -> state.name();
        };
    }

    static String time(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }
}
