package dev.caravan.provider.vertex;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.provider.Failure;
import dev.caravan.provider.JobStatus;
import dev.caravan.provider.google.GoogleFailures;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a BatchPredictionJob. */
final class VertexStatus {
    private static final String NAME =
            "projects/[A-Za-z0-9:._-]{1,100}/locations/[a-z0-9-]{1,50}/batchPredictionJobs/[A-Za-z0-9_-]{1,100}";
    private static final Set<String> TERMINAL =
            Set.of("SUCCEEDED", "PARTIALLY_SUCCEEDED", "FAILED", "CANCELLED", "EXPIRED");

    private final JsonNode job;
    private final String state;

    VertexStatus(JsonNode job) {
        this.job = job;
        this.state = job.path("state").asText("").replaceFirst("^JOB_STATE_", "");
    }

    /** Whether a document is a job with a name that can be asked about. */
    static boolean isJob(@Nullable JsonNode json) {
        return json != null
                && json.path("name").asText("").matches(NAME)
                && json.path("state").isTextual();
    }

    boolean isTerminal() {
        return TERMINAL.contains(state);
    }

    /** Whether the job says how many rows it finished. */
    boolean isCounted() {
        return count("successfulCount") >= 0 && count("failedCount") >= 0 && finished() > 0;
    }

    /**
     * Where the job wrote: the folder of its own, or the place it was told to write to.
     *
     * @param allowed the place that the credential names; null if the job wrote elsewhere
     */
    @Nullable
    Gs output(Gs allowed) {
        for (String uri : new String[] {
            job.path("outputInfo").path("gcsOutputDirectory").asText(""),
            job.path("outputConfig")
                    .path("gcsDestination")
                    .path("outputUriPrefix")
                    .asText("")
        }) {
            if (Gs.isOne(uri) && Gs.of(uri).isWithin(allowed)) {
                return Gs.of(uri);
            }
        }
        return null;
    }

    /** A state that nobody has heard of is {@code unknown} and not terminal: it is asked again. */
    JobStatus with(Map<String, String> files) {
        long failed = Math.max(0, count("failedCount"));
        return new JobStatus(
                job.path("name").asText(),
                word(),
                isTerminal(),
                finished() + Math.max(0, count("incompleteCount")),
                finished(),
                failed,
                files,
                state.equals("FAILED") ? failure() : null);
    }

    private Failure failure() {
        return GoogleFailures.ofJob(job.path("error"));
    }

    private String word() {
        return switch (state) {
            case "QUEUED", "PENDING" -> "validating";
            case "RUNNING" -> "in_progress";
            case "CANCELLING" -> "cancelling";
            case "PAUSED" -> "paused";
            case "UPDATING" -> "updating";
            case "SUCCEEDED", "PARTIALLY_SUCCEEDED" -> "completed";
            case "FAILED" -> "failed";
            case "CANCELLED" -> "cancelled";
            case "EXPIRED" -> "expired";
            default -> "unknown";
        };
    }

    private long finished() {
        return Math.max(0, count("successfulCount")) + Math.max(0, count("failedCount"));
    }

    /** Counts are texts, one that is zero is left out, and -1 is one that Google does not know. */
    private long count(String name) {
        return job.path("completionStats").path(name).asLong(0);
    }
}
