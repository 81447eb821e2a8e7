package dev.caravan.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Submitted batches that nobody works on, many at once: where a list of their provider shows that nothing happened to them,
 * none of them is claimed for that.
 */
public interface RunningBatches {

    /** The credential with the most batches due for a poll, if it has at least so many of them. */
    Optional<String> crowded(int least, Set<String> resting);

    /** Those of a credential that are due by then, the oldest first; none that is to be cancelled. */
    List<Running> dueBy(String credential, Instant then, int limit);

    /**
     * The provider shows them as it did before: they are asked about again after their waits, each counted as one look more
     * without news. A batch that was claimed or moved since it was read stays as it is. Returns how many were put off.
     */
    int unchanged(List<Look> looks);

    /**
     * @param status as the provider had it at the last look, in common words; empty before the first
     * @param polls how often in a row nothing changed
     * @param since when the member that has waited longest was queued
     * @param late whether the deadline of its task has passed
     * @param lines how many requests its file has
     */
    record Running(
            long id,
            long fence,
            int taskId,
            String providerId,
            String status,
            int polls,
            Instant submittedAt,
            Instant since,
            boolean late,
            int lines) {}

    /** @param again how long until it is asked about again */
    record Look(Running batch, Duration again) {}
}
