package dev.caravan.simulator.core;

import java.nio.file.Path;
import java.util.Map;

/**
 * A run whose rows are all written, before anybody may see them.
 *
 * @param end COMPLETED, EXPIRED or CANCELLED
 * @param files by the names that the rows gave; those that {@link Dialect#finish} does not move away stay with the job
 */
public record FinishedRun(JobInput job, JobState end, RunResult result, Map<String, Path> files) {}
