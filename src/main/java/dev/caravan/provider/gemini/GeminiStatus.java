package dev.caravan.provider.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.provider.JobStatus;
import dev.caravan.provider.google.GoogleFailures;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the operation that a batch is. */
final class GeminiStatus {
    private GeminiStatus() {}

    /** Whether a document is a batch. */
    static boolean isBatch(@Nullable JsonNode json) {
        return json != null
                && json.path("name").asText("").startsWith("batches/")
                && json.path("metadata").isObject();
    }

    /** A state that nobody has heard of is {@code unknown} and not terminal: it is asked again. */
    static JobStatus of(JsonNode operation) {
        JsonNode metadata = operation.path("metadata");
        String tail = metadata.path("state").asText("").replaceFirst("^(BATCH|JOB)_STATE_", "");
        String state = state(tail);
        JsonNode stats = metadata.path("batchStats");
        long failed = count(stats, "failedRequestCount");
        JsonNode error = operation.path("error");
        return new JobStatus(
                operation.path("name").asText(),
                state,
                tail.equals("SUCCEEDED") || tail.equals("FAILED") || tail.equals("CANCELLED") || tail.equals("EXPIRED"),
                count(stats, "requestCount"),
                count(stats, "successfulRequestCount") + failed,
                failed,
                files(operation),
                tail.equals("FAILED") ? GoogleFailures.ofJob(error) : null);
    }

    private static String state(String tail) {
        return switch (tail) {
            case "PENDING" -> "validating";
            case "RUNNING" -> "in_progress";
            case "SUCCEEDED" -> "completed";
            case "FAILED" -> "failed";
            case "CANCELLED" -> "cancelled";
            case "EXPIRED" -> "expired";
            default -> "unknown";
        };
    }

    /** One file holds answers and errors; it may be named in either place. */
    private static Map<String, String> files(JsonNode operation) {
        String file = operation.path("response").path("responsesFile").asText("");
        if (file.isEmpty()) {
            file = operation
                    .path("metadata")
                    .path("output")
                    .path("responsesFile")
                    .asText("");
        }
        return file.matches("files/[A-Za-z0-9_-]{1,200}") ? Map.of(GeminiProtocol.RESULTS, file) : Map.of();
    }

    /** Counts are texts, and one that is zero is left out. */
    private static long count(JsonNode stats, String name) {
        return Math.max(0, stats.path(name).asLong(0));
    }
}
