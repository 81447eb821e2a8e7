package dev.caravan.simulator.core;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What to run of a job; a snapshot, so that the job itself may move on meanwhile.
 *
 * @param fraction the part of the lines that gets its turn, 0 to 1
 * @param end COMPLETED, EXPIRED or CANCELLED
 */
record RunOrder(JobInput job, JobFolder folder, double fraction, JobState end) {
    static RunOrder of(Job job) {
        JsonNode end = job.end();
        return new RunOrder(
                input(job),
                job.folder(),
                end.isMissingNode() ? 1 : end.path("fraction").asDouble(0.5),
                switch (end.path("do").asText()) {
                    case "expire" -> JobState.EXPIRED;
                    case "cancel" -> JobState.CANCELLED;
                    default -> JobState.COMPLETED;
                });
    }

    static JobInput input(Job job) {
        return new JobInput(job.id(), job.vendor().deepCopy(), job.input());
    }
}
