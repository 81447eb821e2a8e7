package dev.caravan.ledger;

/** The state of a record. The legal moves are in {@link LegalMoves}; the codes are stored and never renumbered. */
public enum RecordState {
    /** Waits to be put into a batch. */
    QUEUED(1),
    /** In exactly one batch that is not final. */
    SUBMITTED(2),
    /** Has a valid result; not yet published. */
    COMPLETED(3),
    /** Its result breaks an output rule; waits for a new recipe or a person. */
    INVALID_OUTPUT(4),
    /** The provider could not answer; goes again by policy, or not at all. */
    PROVIDER_ERROR(5),
    /** Waits for a person's decision. */
    REVIEW_REQUIRED(6),
    /** Stopped with a reason: cancel, budget or an operator. */
    HELD(7),
    /** This row's value is what the sinks hold. */
    PUBLISHED(8),
    /** Rejected by a reviewer. Final. */
    DISCARDED(9),
    /** A newer revision of the same source record took its place. Final. */
    SUPERSEDED(10);

    private final int code;

    RecordState(int code) {
        this.code = code;
    }

    /** The number stored in the ledger. */
    public int code() {
        return code;
    }
}
