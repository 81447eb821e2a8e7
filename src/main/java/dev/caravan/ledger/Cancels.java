package dev.caravan.ledger;

import java.util.List;
import java.util.Optional;

/**
 * Stopping work (rule 14): a cancel is a flag that every stage honours. Nothing of it is sent again: what was not run, and
 * what would go again after an error, is {@link RecordState#HELD} with the code {@code cancelled} until somebody releases
 * it. A hold is a cancel that leaves alone what was sent; its code is {@code held}.
 */
public interface Cancels {

    /** Asks for the cancel of a batch; the state that it has now, in which nothing happens if it is final. */
    Optional<BatchState> batch(long batchId, String actor, String why);

    /**
     * Asks for the cancel of a drop: of its batches, of what is queued, and of all that would be queued later. A batch that
     * it shares with other drops is cut anew without it if it was not created yet, else it runs to its end.
     */
    Stopped drop(long dropId, String actor);

    /**
     * Asks that nothing more of a drop is sent until it is released. What is at providers, or may be, runs to its end and
     * counts; a batch that was not created yet is cut anew without it.
     *
     * @return whether it is held by that: not if it was cancelled or held before
     */
    boolean hold(long dropId, String actor, String why);

    /** Ids of the drops of a task that may still send something. */
    List<Long> drops(int taskId);

    /** Gives up assembled batches that are not to be sent: cancelled, shared with a cancelled drop, or too late. */
    List<GivenUp> giveUp();

    /** Holds queued records of cancelled and held drops, so many at most. Returns how many. */
    int holdQueued(int limit);

    /**
     * Queues held records again, so many at most; those of cancelled and held drops only with {@link #resume}. Returns how many.
     */
    int release(Held held, int limit);

    /** Lets a drop go on that was cancelled or held. */
    void resume(long dropId);

    /** Lets every drop of a task go on that was cancelled or held. */
    void resumeAll(int taskId);

    /** @param batches that are to be cancelled; @param shared that run to their end, for they hold other drops too */
    record Stopped(List<Long> batches, List<Long> shared) {}

    /** @param held members that wait for a person; @param again members that are cut anew */
    record GivenUp(long batchId, int held, int again) {}

    /** Which held records; 0 and empty stand for any. */
    record Held(long batchId, long dropId, int taskId, String code) {}
}
