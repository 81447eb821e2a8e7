package dev.caravan.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.provider.Failure;
import dev.caravan.provider.Failure.Kind;
import dev.caravan.provider.JobStatus;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a Batch object. */
final class OpenAiStatus {
    private static final Set<String> RUNNING = Set.of("validating", "in_progress", "finalizing", "cancelling");
    private static final Set<String> TERMINAL = Set.of("completed", "failed", "expired", "cancelled");

    private OpenAiStatus() {}

    /** Whether a document is a Batch with an id and a status. */
    static boolean isBatch(@Nullable JsonNode json) {
        return json != null
                && !json.path("id").asText("").isBlank()
                && json.path("status").isTextual();
    }

    /** A status that nobody has heard of is {@code unknown} and not terminal: it is asked again. */
    static JobStatus of(JsonNode batch) {
        String status = batch.path("status").asText("");
        boolean terminal = TERMINAL.contains(status);
        JsonNode counts = batch.path("request_counts");
        return new JobStatus(
                batch.path("id").asText(),
                terminal || RUNNING.contains(status) ? status : "unknown",
                terminal,
                counts.path("total").asLong(0),
                counts.path("completed").asLong(0),
                counts.path("failed").asLong(0),
                files(batch),
                status.equals("failed") ? failure(batch.path("errors").path("data")) : null);
    }

    private static Map<String, String> files(JsonNode batch) {
        Map<String, String> files = new LinkedHashMap<>();
        put(files, OpenAiProtocol.RESULTS, batch.path("output_file_id"));
        put(files, OpenAiProtocol.ERRORS, batch.path("error_file_id"));
        return files;
    }

    private static void put(Map<String, String> files, String kind, JsonNode id) {
        if (id.isTextual() && !id.asText().isBlank()) {
            files.put(kind, id.asText());
        }
    }

    private static Failure failure(JsonNode errors) {
        JsonNode first = errors.path(0);
        String code = first.path("code").isTextual() ? first.path("code").asText() : "failed";
        String more = errors.size() > 1 ? " (and " + (errors.size() - 1) + " more)" : "";
        String message = first.path("message").asText("The provider failed the batch without saying why") + more;
        Kind kind = Codes.rate(code)
                ? Kind.QUOTA
                : errors.isEmpty() ? Kind.FATAL : Codes.passing(code) ? Kind.TRANSIENT : Kind.INVALID_REQUEST;
        return new Failure(kind, true, code, message, null, first.path("line").asInt(0));
    }
}
