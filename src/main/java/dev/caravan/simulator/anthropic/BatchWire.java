package dev.caravan.simulator.anthropic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.simulator.core.JobState;
import dev.caravan.simulator.core.JobView;
import dev.caravan.simulator.core.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * A job as a MessageBatch. There is no status for a batch that failed: one that a script fails has only errored requests,
 * and its results are gone from the start.
 */
final class BatchWire {
    static final String REQUESTS = "requests";

    private static final DateTimeFormatter MICROS = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSxxx");
    private static final long LIFETIME = Duration.ofHours(24).toMillis();
    private static final long RETENTION = Duration.ofDays(29).toMillis();

    private BatchWire() {}

    /** @param url of all batches, for the one of the results */
    static ObjectNode of(JobView job, String url, long now) {
        boolean ended = job.state().isFinal();
        Long archived = archived(job, now);
        ObjectNode wire = Json.object()
                .put("id", job.id())
                .put("type", "message_batch")
                .put("processing_status", ended ? "ended" : canceling(job) ? "canceling" : "in_progress");
        wire.set("request_counts", counts(job, ended));
        return wire.put("ended_at", ended ? time(job.times().get(job.state())) : null)
                .put("created_at", time(job.createdMillis()))
                .put("expires_at", time(job.createdMillis() + LIFETIME))
                .put("archived_at", time(archived))
                .put("cancel_initiated_at", time(job.times().get(JobState.CANCELLING)))
                .put("results_url", ended && archived == null ? url + "/" + job.id() + "/results" : null);
    }

    static boolean hasResults(JobView job, long now) {
        return job.state().isFinal() && archived(job, now) == null;
    }

    private static boolean canceling(JobView job) {
        return job.state() == JobState.CANCELLING;
    }

    /** Until the end all requests are processing; then every one has an outcome, also one without a row. */
    private static ObjectNode counts(JobView job, boolean ended) {
        long total = job.vendor().path(REQUESTS).asLong();
        boolean failed = job.state() == JobState.FAILED;
        long errored = failed ? total : job.run().failed();
        long unrun = job.run().unrun();
        return Json.object()
                .put("processing", ended ? 0 : total)
                .put("succeeded", ended ? total - errored - unrun : 0)
                .put("errored", ended ? errored : 0)
                .put("canceled", job.state() == JobState.CANCELLED ? unrun : 0)
                .put("expired", job.state() == JobState.EXPIRED ? unrun : 0);
    }

    private static @Nullable Long archived(JobView job, long now) {
        if (job.state() == JobState.FAILED) {
            return job.times().get(JobState.FAILED);
        }
        long end = job.createdMillis() + RETENTION;
        return job.state().isFinal() && now >= end ? Long.valueOf(end) : null;
    }

    private static @Nullable String time(@Nullable Long millis) {
        return millis == null
                ? null
                : MICROS.format(Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC));
    }
}
