package dev.caravan.ledger;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Gates of drops: of a task with one, nothing of a drop is published before its gate is open. It closes again when a record
 * of the drop goes again, unless a person opened it.
 */
public interface Gates {

    /** Drops of the task that were read, have completed records and a gate that is closed; oldest first. */
    List<Waiting> closed(int taskId);

    /**
     * Whether something of a drop may still change by itself: a retry is planned, or a batch with records of it is not
     * collected yet. Does not look at what {@link Waiting} counts.
     */
    boolean isMoving(long dropId);

    /** What people found in the sample of a drop. */
    Sample sample(long dropId);

    /**
     * Puts one valid record of a drop that has no sample into review, so that it has one; always the same.
     *
     * @param moves of the drop, as they were seen
     * @return its number; 0 if there is none that is not on its way to a sink, or the drop has moved meanwhile
     */
    long choose(long dropId, long moves);

    /**
     * Opens a gate: what is completed goes into publications from now on.
     *
     * @param moves of the drop when it was looked at
     * @return false if it has moved since; nothing is changed then
     */
    boolean open(long dropId, long moves);

    /**
     * The same because a person says so, for good, with an event that names the person and the reason.
     *
     * @param why may be empty
     * @return false if a person opened it before
     */
    boolean openBy(long dropId, String actor, String why);

    /** Completed records that wait behind closed gates, by drop, of these tasks. What a publication holds is not among them. */
    Map<Long, Long> pending(Collection<String> tasks);

    /**
     * A drop at its gate.
     *
     * @param moves how often its records have moved
     * @param unfinished records without an outcome: queued, submitted, held; @param held those that somebody must release
     * @param review records that wait for a person
     */
    record Waiting(long dropId, long moves, long completed, long unfinished, long held, long review) {}

    /**
     * A sample. Only decisions on what the record is now count, not those on earlier answers.
     *
     * @param open records that nobody has decided on
     * @param decided records that somebody approved, edited or rejected; @param wrong those edited or rejected
     */
    record Sample(long open, long decided, long wrong) {

        /** Share of errors in percent. */
        public double errorPercent() {
            return decided == 0 ? 0 : 100.0 * wrong / decided;
        }
    }
}
