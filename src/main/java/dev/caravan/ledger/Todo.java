package dev.caravan.ledger;

import java.time.Instant;
import java.util.Optional;

/** Work on single records: retries, invalid output that waits for another recipe, holds. */
public interface Todo {

    /**
     * Queues provider errors whose retry is due and whose batch is final; holds those of a cancelled batch or drop. Returns
     * how many were queued.
     */
    int releaseDueRetries(int limit);

    /** Queues invalid output of the task that was made by another recipe than this one. Returns how many. */
    int releaseInvalid(int taskId, int recipeId, int limit);

    /**
     * Stops a queued record for a reason that a person can mend; {@code detail} is what that person reads.
     *
     * @throws LedgerException if the record is not queued
     */
    void hold(long recordId, String code, String detail);

    /**
     * What waits for its time is due now: retries, looks at batches, deliveries. To be called when the clock was set back,
     * for those times were written by a clock that was ahead (rule 44). What is due too early is asked about once more.
     */
    void allIsDue();

    /** When the next retry is due, if any is planned. */
    Optional<Instant> nextRetry();
}
