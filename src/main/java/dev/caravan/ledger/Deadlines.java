package dev.caravan.ledger;

import java.time.Duration;
import java.util.Optional;

/** Batches that are later than their task's deadline. */
public interface Deadlines {

    /**
     * Marks a batch that is late, keeps the event, and says what is to become of it, in one transaction. Nothing happens to
     * a batch that is marked or final.
     *
     * @param body what happened and what is next, for a person
     * @param recipeId for {@link Then#MOVE}: answers what is not run
     * @return whether it was marked now
     */
    boolean passed(long batchId, String body, Then then, int recipeId);

    /** Whether the members of a batch came to its recipe because a deadline moved them there. */
    boolean moved(long batchId);

    /** How long the last 20 batches of a task took from their submission to their results; empty if it has none. */
    Optional<Duration> usualTime(int taskId);

    /** What becomes of it. */
    enum Then {
        /** It runs on. */
        WAIT,
        /** It is cancelled, and what was not run is held. */
        CANCEL,
        /** It is cancelled, and what was not run goes again with another recipe; not sent, if it was not created yet. */
        MOVE
    }
}
