package dev.caravan.ledger;

/** The state of a batch. The provider's own status is a column of its own. The codes are stored and never renumbered. */
public enum BatchState {
    /** Its request file is being written; no member has moved yet. */
    ASSEMBLING(1),
    /** Its members are {@link RecordState#SUBMITTED} and its request file is in the spool; nothing was created. */
    ASSEMBLED(2),
    /** The create call is about to be sent, or was sent a moment ago. */
    CREATING(3),
    /** A create call may have been accepted and nobody knows. */
    IN_DOUBT(4),
    /** The provider has it. */
    SUBMITTED(5),
    /** It ended at the provider; its results are being brought home. */
    COLLECTING(6),
    /** Every member has its outcome. Final. */
    COLLECTED(7),
    /** Given up without any charge; its members went back. Final. */
    DISSOLVED(8),
    /** Nobody knows what became of it, and a person or policy said so. Final. */
    LOST(9);

    private final int code;

    BatchState(int code) {
        this.code = code;
    }

    /** The number stored in the ledger. */
    public int code() {
        return code;
    }

    /** Whether no further move is possible. */
    public boolean isFinal() {
        return this == COLLECTED || this == DISSOLVED || this == LOST;
    }
}
