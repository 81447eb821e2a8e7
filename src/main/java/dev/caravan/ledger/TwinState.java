package dev.caravan.ledger;

/** What was done about a batch that exists beside the one that is kept. The codes are stored and never renumbered. */
public enum TwinState {
    /** It is cancelled at its provider, again and again until it ends. */
    RUNNING(1),
    /** It ended; what it had finished by then was paid and is brought home. */
    ENDED(2),
    /** Its result files are in the spool; their lines are not counted yet. */
    HOME(3),
    /** Its lines are counted: by the collection of its batch, or after that. Final. */
    COLLECTED(4),
    /** Its provider no longer knows it, or no longer has its results. Final. */
    GONE(5);

    private final int code;

    TwinState(int code) {
        this.code = code;
    }

    /** The number stored in the ledger. */
    public int code() {
        return code;
    }
}
