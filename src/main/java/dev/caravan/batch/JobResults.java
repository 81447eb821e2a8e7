package dev.caravan.batch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.provider.Failure;
import dev.caravan.provider.JobStatus;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How a batch ended at the provider and where its results are, as kept in the ledger between poll and collect. */
record JobResults(
        String state,
        Map<String, String> files,
        long completed,
        long failed,
        @Nullable Why why) {
    private static final ObjectMapper JSON = new ObjectMapper();

    JobResults {
        files = new TreeMap<>(files);
    }

    static JobResults of(JobStatus status) {
        Failure failure = status.failure();
        Why why = failure == null ? null : new Why(failure.kind(), failure.code(), failure.message(), failure.lines());
        return new JobResults(status.state(), status.files(), status.completed(), status.failed(), why);
    }

    String toJson() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static JobResults parse(String json) {
        try {
            return JSON.readValue(json, JobResults.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The ledger holds unreadable results of a batch: " + json, e);
        }
    }

    /** How many lines a whole file of this kind has; -1 where the provider's counts can't be trusted. */
    long expectedLines(String kind) {
        if (!"completed".equals(state)) {
            return -1;
        }
        return switch (kind) {
            case "results" -> completed;
            case "errors" -> failed;
            default -> -1;
        };
    }

    /** Whether members without a result line simply were not run. */
    boolean restWasNotRun() {
        return !"completed".equals(state);
    }

    /**
     * Whether the provider refused the file and ran nothing of it. Where it does not say why, or in words that nobody knows,
     * one bad line may be the reason, and must not cost the others.
     */
    boolean refusedWhole() {
        return why != null
                && (why.kind() == Failure.Kind.INVALID_REQUEST || why.kind() == Failure.Kind.FATAL)
                && completed <= 0;
    }

    record Why(Failure.Kind kind, String code, String message, List<Failure.Line> lines) {}
}
