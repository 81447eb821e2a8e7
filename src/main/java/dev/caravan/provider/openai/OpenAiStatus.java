package dev.caravan.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.provider.Failure;
import dev.caravan.provider.Failure.Kind;
import dev.caravan.provider.JobStatus;
import dev.caravan.provider.chat.Codes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads a Batch object. */
final class OpenAiStatus {
    private static final long NOT_SAID = -1;
    private static final Set<String> TERMINAL = Set.of("completed", "failed", "expired", "cancelled");

    private OpenAiStatus() {}

    /** Whether a document is a Batch with an id and a status. */
    static boolean isBatch(JsonNode json) {
        return !json.path("id").asText("").isBlank() && json.path("status").isTextual();
    }

    /** A status that nobody has heard of is {@code unknown} and not terminal: it is asked again. */
    static JobStatus of(JsonNode batch) {
        String state = state(batch.path("status").asText(""));
        Map<String, String> files = files(batch);
        long completed = count(batch, "completed");
        long failed = count(batch, "failed");
        boolean oneFileForBoth = failed > 0 && !files.containsKey(OpenAiProtocol.ERRORS);
        return new JobStatus(
                batch.path("id").asText(),
                state,
                TERMINAL.contains(state),
                count(batch, "total"),
                oneFileForBoth ? NOT_SAID : completed,
                failed,
                files,
                state.equals("failed") ? failure(batch) : null);
    }

    /** The words of all providers that speak this protocol, in ours. */
    static String state(String theirs) {
        return switch (theirs.toLowerCase(Locale.ROOT).replace("job_state_", "")) {
            case "validating", "in_queue", "queued", "pending", "creating" -> "validating";
            case "in_progress", "running", "progress" -> "in_progress";
            case "finalizing", "writing_results" -> "finalizing";
            case "completed", "done", "success" -> "completed";
            case "expired", "timeout_exceeded", "early_stopped" -> "expired";
            case "cancelling", "canceling", "cancellation_requested" -> "cancelling";
            case "cancelled", "canceled" -> "cancelled";
            case "failed", "error" -> "failed";
            default -> "unknown";
        };
    }

    /** In {@code request_counts} or beside it; -1 where the provider does not count. */
    private static long count(JsonNode batch, String name) {
        JsonNode count = batch.path("request_counts").path(name);
        return count.isNumber() ? count.asLong() : batch.path(name).asLong(NOT_SAID);
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

    /** Each line that is named, with what is said of it; without words of its own it has those of the first. */
    private static List<Failure.Line> lines(JsonNode errors, String code, String said) {
        List<Failure.Line> lines = new ArrayList<>();
        for (JsonNode error : errors) {
            if (error.path("line").asInt(0) > 0) {
                lines.add(new Failure.Line(
                        error.path("line").asInt(),
                        error.path("code").asText(code),
                        error.path("message").asText(said)));
            }
        }
        return lines;
    }

    /** A list of errors, in {@code data} or bare, or one error as an object or a text. */
    private static Failure failure(JsonNode batch) {
        JsonNode errors = batch.path("errors").path("data").isArray()
                ? batch.path("errors").path("data")
                : batch.path("errors");
        JsonNode first = errors.isArray() && !errors.isEmpty() ? errors.get(0) : batch.path("error");
        String code = first.path("code").isTextual() ? first.path("code").asText() : "failed";
        String more = errors.size() > 1 ? " (and " + (errors.size() - 1) + " more)" : "";
        String said = first.isTextual() ? first.asText() : first.path("message").asText("");
        String message = said.isBlank() ? "The provider failed the batch without saying why" : said + more;
        Kind kind = Codes.rate(code)
                ? Kind.QUOTA
                : said.isBlank() ? Kind.FATAL : Codes.passing(code) ? Kind.TRANSIENT : Kind.INVALID_REQUEST;
        return new Failure(kind, true, code, message, null, lines(errors, code, said));
    }
}
