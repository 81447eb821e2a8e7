package dev.caravan.simulator.core;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Optional;

/**
 * What a vendor's lines look like, in and out. One for all jobs of a surface, without state: a run that a crash cut off
 * is repeated and must come to the same bytes. The engine sees to the order of the rows, {@code missing}, {@code
 * duplicate} and {@code swap}; the other twists are for {@link #answer} and {@link #row}.
 */
public interface Dialect {
    /** The check of the whole input before anything runs; one finding fails the job, and nothing is charged. */
    default Findings check(JobInput job) throws IOException {
        try (LineIndex lines = LineIndex.open(job.file())) {
            return Findings.of(lines.count());
        }
    }

    /** How many polls a job stays in a state, for a vendor with more states than the engine has. */
    default int looks(JobState state) {
        return 0;
    }

    /** The id by which fault rules and the bill know a line; empty when it has none. */
    String customId(JsonNode line);

    /** The answer to a line, or its error; throws nothing for what a client can send. */
    Answer answer(JobInput job, JobLine line, Twist twist);

    /**
     * Puts an answer into the row of a line. With {@code swap} it is the answer to another line; with {@code status-0}
     * the row is to have neither an answer nor an error.
     */
    Row row(JobInput job, JobLine line, Twist twist, Answer answer);

    /** The row about a line that had no turn; empty when the vendor passes over it. */
    default Optional<Row> unrun(JobInput job, JobLine line, JobState end) {
        return Optional.empty();
    }

    /**
     * Called once all rows are on disk: the place to move result files to a file store or a bucket. Called again after a
     * crash.
     *
     * @return what the surface needs to find them; see {@link RunResult#notes}
     */
    default ObjectNode finish(FinishedRun run) throws IOException {
        return Json.object();
    }
}
