package dev.caravan.api;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.caravan.ledger.Submissions.State;
import dev.caravan.ledger.Submissions.Submission;
import dev.caravan.ledger.Submissions.Tokens;
import dev.caravan.submission.OrderedBatches.Status;
import dev.caravan.submission.OrderedBatches.View;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A batch as OpenAI's clients read one. */
final class BatchObject {
    private static final Duration WINDOW = Duration.ofHours(24);

    private BatchObject() {}

    /** JSON that is there already. */
    private record Raw(@JsonValue @JsonRawValue String json) {}

    /** @param results address of everything that came of it */
    static Map<String, @Nullable Object> of(View view, String results) {
        Submission one = view.submission();
        BatchTimes times = BatchTimes.of(one);
        Instant ended = times.ended();
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        shown.put("id", one.publicId());
        shown.put("object", "batch");
        shown.put("endpoint", view.order().endpoint());
        shown.put("model", view.order().model());
        shown.put("errors", view.status() == Status.FAILED ? errors(one) : null);
        shown.put("input_file_id", view.order().inputFile());
        shown.put("completion_window", view.order().window());
        shown.put("status", view.status().name().toLowerCase(Locale.ROOT));
        shown.put("output_file_id", view.results());
        shown.put("error_file_id", view.failures());
        shown.put("created_at", seconds(times.created()));
        shown.put("in_progress_at", seconds(times.inProgress()));
        shown.put("expires_at", seconds(times.created().plus(WINDOW)));
        shown.put("finalizing_at", seconds(times.finalizing()));
        shown.put("completed_at", seconds(view.status() == Status.COMPLETED ? ended : null));
        shown.put("failed_at", seconds(view.status() == Status.FAILED ? ended : null));
        shown.put("expired_at", seconds(view.status() == Status.EXPIRED ? ended : null));
        shown.put("cancelling_at", seconds(times.cancelling()));
        shown.put("cancelled_at", seconds(view.status() == Status.CANCELLED ? ended : null));
        shown.put("request_counts", counts(one.lines(), view.completed(), view.failed()));
        String metadata = view.order().metadata();
        shown.put("metadata", metadata == null ? null : new Raw(metadata));
        shown.put("usage", one.state() == State.OPEN ? null : usage(one.tokens()));
        shown.put("results_url", ended == null ? null : results);
        return shown;
    }

    private static Map<String, Long> counts(long total, long completed, long failed) {
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("total", total);
        counts.put("completed", completed);
        counts.put("failed", failed);
        return counts;
    }

    private static Map<String, @Nullable Object> errors(Submission one) {
        Map<String, @Nullable Object> errors = new LinkedHashMap<>();
        errors.put("object", "list");
        errors.put("data", new Raw(one.troubles() == null ? "[]" : one.troubles()));
        return errors;
    }

    private static Map<String, @Nullable Object> usage(Tokens tokens) {
        Map<String, @Nullable Object> usage = new LinkedHashMap<>();
        usage.put("input_tokens", tokens.in());
        usage.put("input_tokens_details", Map.of("cached_tokens", tokens.cached()));
        usage.put("output_tokens", tokens.out());
        usage.put("output_tokens_details", Map.of("reasoning_tokens", tokens.reasoning()));
        usage.put("total_tokens", tokens.in() + tokens.out());
        return usage;
    }

    private static @Nullable Long seconds(@Nullable Instant at) {
        return at == null ? null : at.getEpochSecond();
    }
}
