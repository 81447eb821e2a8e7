package dev.caravan.ledger;

import java.time.Instant;
import java.util.List;

/**
 * Deleting by age, in steps that may be repeated: a drop is marked, its bytes are deleted, then it is marked again. Nothing is
 * ever unmarked. Rows of records outlive their bytes, so that what came once is still known.
 */
public interface Purges {

    /**
     * Drops of the task whose payloads may be deleted: read to their end before this time, at rest, nothing of them in review
     * or held, and with a manifest of what they are now. Oldest first.
     */
    List<Long> aged(int taskId, Instant before, int limit);

    /** Marks a drop; nothing of it goes again from now on. False if it is no longer one of {@link #aged}. */
    boolean mark(long dropId);

    /** Drops that are marked and not yet {@link #purged}, also those of an earlier process. */
    List<Long> marked();

    /** The batches that its records were in and whose members are all of marked drops; their files may go. */
    List<Long> freeBatches(long dropId);

    /** The finished publications that its records were in and whose members are all of marked drops. */
    List<Long> freePublications(long dropId);

    /** The files of the drop, and of these batches and publications, are gone. */
    void purged(long dropId, List<Long> batches, List<Long> publications);

    /** Drops of the task without payloads whose rows may be deleted, as in {@link #aged}. */
    List<Long> outdated(int taskId, Instant before, int limit);

    /** From now on the counters of this drop, and of the batches that its records were in, are no longer compared with rows. */
    void forget(long dropId);

    /** Drops that {@link #forget} marked and that still have rows. */
    List<Long> forgetting();

    /**
     * Deletes rows of such a drop: records, their attempts and events, refusals. One short transaction.
     *
     * @return whether there may be more
     */
    boolean forgetSome(long dropId, int limit);

    /** Reruns of the task that were done before this time and whose drop, where they have one, has no rows any more. */
    List<Long> outdatedReruns(int taskId, Instant before, int limit);

    /** Deletes reruns, with their events. */
    void forgetReruns(List<Long> ids);
}
