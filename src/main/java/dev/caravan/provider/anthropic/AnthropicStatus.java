package dev.caravan.provider.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.provider.Failure;
import dev.caravan.provider.Failure.Kind;
import dev.caravan.provider.JobStatus;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Reads a MessageBatch object. It has no status for a failed, expired or cancelled batch: the counts tell. */
final class AnthropicStatus {
    private static final List<String> COUNTS = List.of("processing", "succeeded", "errored", "canceled", "expired");

    private AnthropicStatus() {}

    static boolean isBatch(@Nullable JsonNode json) {
        return json != null
                && !json.path("id").asText("").isBlank()
                && json.path("processing_status").isTextual();
    }

    static boolean hasEnded(JsonNode batch) {
        return batch.path("processing_status").asText().equals("ended");
    }

    /** How many requests it was made with: the counts always add up to that. */
    static long total(JsonNode batch) {
        return COUNTS.stream().mapToLong(name -> count(batch, name)).sum();
    }

    /** Epoch second of its creation, whatever offset it is written with; empty if it can't be read. */
    static OptionalLong created(JsonNode batch) {
        try {
            return OptionalLong.of(
                    OffsetDateTime.parse(batch.path("created_at").asText()).toEpochSecond());
        } catch (DateTimeException notATime) {
            return OptionalLong.empty();
        }
    }

    static JobStatus of(JsonNode batch) {
        boolean ended = hasEnded(batch);
        boolean gone = ended && batch.path("archived_at").isTextual();
        String id = batch.path("id").asText();
        return new JobStatus(
                id,
                gone ? "failed" : state(batch),
                ended,
                total(batch),
                ended ? total(batch) : count(batch, "succeeded"),
                count(batch, "errored"),
                ended && !gone ? Map.of(AnthropicProtocol.RESULTS, id) : Map.of(),
                gone ? resultsGone(batch) : null);
    }

    private static String state(JsonNode batch) {
        return switch (batch.path("processing_status").asText()) {
            case "in_progress" -> "in_progress";
            case "canceling" -> "cancelling";
            case "ended" ->
                count(batch, "expired") > 0 ? "expired" : count(batch, "canceled") > 0 ? "cancelled" : "completed";
            default -> "unknown";
        };
    }

    /** Paid, and no longer there: a person decides whether to pay again. */
    private static Failure resultsGone(JsonNode batch) {
        return new Failure(
                Kind.FATAL,
                false,
                "results_gone",
                "The provider dropped the results on "
                        + batch.path("archived_at").asText() + "; it keeps them for 29 days",
                null,
                0);
    }

    private static long count(JsonNode batch, String name) {
        return Math.max(0, batch.path("request_counts").path(name).asLong(0));
    }
}
