package dev.caravan.provider;

import java.util.List;

/**
 * Looking for a batch at a provider whose batches carry no label of ours and whose creates can't be revoked: by the number
 * of requests, then by custom ids. {@link #completeNegative} says here that the list was whole, whatever it held;
 * {@link #toRevoke} is always empty.
 */
public interface Sweep extends Search {
    /** Whether a batch of so many requests may be the one that is looked for. */
    boolean fits(long requests);

    /** Whether the ledger has this batch as one of its own. */
    boolean isOurs(String providerId);

    /**
     * A batch in the window with a number of requests that {@link #fits} and that the ledger does not know; newest first.
     *
     * @param ended whether its results can be read now
     */
    void candidate(String providerId, boolean ended);

    /** Results of ended candidates whose first lines are to be compared with the members; each is read once. */
    List<Download> comparisons();
}
