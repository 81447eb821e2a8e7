package dev.caravan.provider.mistral;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.provider.Failure;
import dev.caravan.provider.Failure.Kind;
import dev.caravan.provider.JobStatus;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Reads a batch job. */
final class MistralStatus {
    private static final Set<String> TERMINAL = Set.of("completed", "failed", "expired", "cancelled");

    private MistralStatus() {}

    static JobStatus of(JsonNode job) {
        String state = state(job.path("status").asText(""));
        Map<String, String> files = new LinkedHashMap<>();
        put(files, "results", job.path("output_file"));
        put(files, "errors", job.path("error_file"));
        long failed = job.path("failed_requests").asLong(-1);
        boolean oneFileForBoth = failed > 0 && !files.containsKey("errors");
        return new JobStatus(
                job.path("id").asText(),
                state,
                TERMINAL.contains(state),
                job.path("total_requests").asLong(-1),
                oneFileForBoth ? -1 : job.path("succeeded_requests").asLong(-1),
                failed,
                files,
                state.equals("failed") ? failure(job.path("errors")) : null);
    }

    private static String state(String theirs) {
        return switch (theirs) {
            case "QUEUED" -> "validating";
            case "RUNNING" -> "in_progress";
            case "SUCCESS" -> "completed";
            case "FAILED" -> "failed";
            case "TIMEOUT_EXCEEDED" -> "expired";
            case "CANCELLATION_REQUESTED" -> "cancelling";
            case "CANCELLED" -> "cancelled";
            default -> "unknown";
        };
    }

    private static void put(Map<String, String> files, String kind, JsonNode id) {
        if (id.isTextual() && !id.asText().isBlank()) {
            files.put(kind, id.asText());
        }
    }

    /** Errors come counted, without a line: nothing says which request is at fault. */
    private static Failure failure(JsonNode errors) {
        StringBuilder message = new StringBuilder();
        for (JsonNode error : errors) {
            if (message.length() < 500) {
                message.append(message.isEmpty() ? "" : "; ")
                        .append(error.path("message").asText("?"))
                        .append(" (")
                        .append(error.path("count").asInt(1))
                        .append(" times)");
            }
        }
        return message.isEmpty()
                ? new Failure(Kind.FATAL, true, "failed", "The provider failed the job without saying why", null, 0)
                : new Failure(Kind.INVALID_REQUEST, true, "failed", message.toString(), null, 0);
    }
}
