package dev.caravan.simulator.bedrock;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.simulator.core.JobState;
import dev.caravan.simulator.core.JobView;
import dev.caravan.simulator.core.Json;
import dev.caravan.simulator.core.RunResult;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A job in Bedrock's words. */
final class JobWire {
    static final List<String> STATUSES = List.of(
            "Submitted",
            "Validating",
            "Scheduled",
            "InProgress",
            "Completed",
            "PartiallyCompleted",
            "Failed",
            "Stopping",
            "Stopped",
            "Expired");
    /** Members that come back as they were sent. */
    private static final List<String> KEPT = List.of(
            "jobName",
            "modelId",
            "clientRequestToken",
            "roleArn",
            "inputDataConfig",
            "outputDataConfig",
            "vpcConfig",
            "modelInvocationType",
            "timeoutDurationInHours");
    /** How long a job may take that does not say it; Amazon's own default is not documented. */
    private static final int HOURS = 24;

    private static final long MILLIS_PER_HOUR = 3_600_000;

    private JobWire() {}

    static String status(JobView job) {
        return switch (job.state()) {
            case VALIDATING -> job.looks() < 2 ? "Submitted" : "Validating";
            case IN_PROGRESS -> job.looks() < 1 ? "Scheduled" : "InProgress";
            case FINALIZING -> "InProgress";
            case COMPLETED -> "Completed";
            case FAILED -> "Failed";
            case CANCELLING -> "Stopping";
            case CANCELLED -> "Stopped";
            case EXPIRED -> processed(job) == 0 ? "Expired" : "PartiallyCompleted";
        };
    }

    /** How many polls a job stays in a state of the engine, as those have fewer names. */
    static int looks(JobState state) {
        return Map.of(JobState.VALIDATING, 2, JobState.IN_PROGRESS, 1).getOrDefault(state, 0);
    }

    static ObjectNode of(JobView job) {
        ObjectNode wire =
                Json.object().put(NewJobs.ARN, job.vendor().path(NewJobs.ARN).asText());
        for (String member : KEPT) {
            if (job.vendor().has(member)) {
                wire.set(member, job.vendor().path(member));
            }
        }
        TreeMap<Long, JobState> moves = new TreeMap<>();
        job.times().forEach((state, millis) -> moves.merge(millis, state, (a, b) -> b));
        int hours = job.vendor().path("timeoutDurationInHours").asInt(HOURS);
        wire.put("status", status(job))
                .put("submitTime", time(job.createdMillis()))
                .put("lastModifiedTime", time(moves.lastKey()))
                .put("jobExpirationTime", time(job.createdMillis() + hours * MILLIS_PER_HOUR));
        if (job.state().isFinal()) {
            wire.put("endTime", time(moves.lastKey()));
        }
        if (!job.findings().isEmpty()) {
            wire.put("message", job.findings().get(0).message());
        }
        RunResult run = job.run();
        return wire.put("totalRecordCount", job.lines())
                .put("processedRecordCount", processed(job))
                .put("successRecordCount", run.completed())
                .put("errorRecordCount", run.failed());
    }

    private static int processed(JobView job) {
        return job.run().completed() + job.run().failed();
    }

    private static String time(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }
}
