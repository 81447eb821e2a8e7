package dev.caravan.ledger;

/** Who a ledger is: what ties it to its spool, and what becomes of it when it was copied. Called at start, before any work. */
public interface Lineage {

    /** As it is now. */
    Identity identity();

    /** Whether nothing ever arrived here, so that a spool without a word about this ledger is no loss. */
    boolean isEmpty();

    /**
     * This ledger is a copy that lives on by its own, under a new name. What the original has under way stays the
     * original's: those batches are {@link BatchState#LOST} here, never polled, cancelled or sent, and their members are
     * {@link RecordState#HELD} with the code {@code forked}. A person decides whether to pay for them again.
     *
     * @return how many batches were left to the original
     */
    int fork();

    /** From now on the incarnation is at least this: starts that this ledger does not know of took the numbers before. */
    void incarnationFrom(long incarnation);

    /**
     * @param name the six characters that tell this ledger's ids from another's
     * @param epoch raised when the ledger went back in time
     * @param incarnation of this start; raised at every one, so that of two copies one is newer
     */
    record Identity(String name, long epoch, long incarnation) {}
}
