package dev.caravan.ledger;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What tasks may cost (rule 47). {@link Batches#claimForSubmit} and {@link Batches#creating} keep to it: a batch is sent only
 * if what is spent, what open batches may still cost, and its own estimate are within the cap together. What it really costs
 * counts as soon as its results are read, lines that were paid twice among them. Days are those of UTC, by the provider's
 * clock where it is known. Money is in millionths of a US dollar.
 */
public interface Budgets {

    /** What the configuration says; null for no budget. */
    void set(int taskId, @Nullable Cap cap);

    /** Empty for a task without a budget. */
    Optional<Room> room(int taskId);

    /** Takes assembled batches that could not be sent even after everything else of their task is home. */
    List<Batches.Claim> claimTooDear();

    /** Whether nobody was told today that the budget of this task is reached; from now on somebody was. */
    boolean tell(int taskId);

    /** Nothing of the task moves for the rest of the day: what is queued waits, and the ledger may be {@link Counts#settled}. */
    void rest(int taskId);

    /** Holds queued records of the task with the code {@code budget}. Returns how many; fewer than the limit at the end. */
    int hold(int taskId, String detail, int limit);

    /** Queues what was held for its budget. Returns how many. */
    int release(int taskId, int limit);

    /** Queued records of the tasks that rest today, by task; nothing else of them moves. */
    List<Resting> resting();

    record Cap(long micros, boolean perDay) {}

    /**
     * @param spent today or ever, as the cap says
     * @param reserved what batches may still cost that were sent and are not home, and real-time calls that are under way
     * @param assembled what batches will cost that are cut but not sent
     */
    record Room(Cap cap, long spent, long reserved, long assembled) {

        /** What the next batch may cost at most; may be negative. */
        public long left() {
            return cap.micros() - spent - reserved - assembled;
        }

        /** Whether nothing can become free any more by itself. */
        public boolean isStill() {
            return reserved == 0 && assembled == 0;
        }
    }

    record Resting(int taskId, long records) {}
}
