package dev.caravan.ledger;

/** The state of a drop. The codes are stored and never renumbered. */
public enum DropState {
    /** The row exists; its bytes may still be outside the spool. */
    ARRIVING(1),
    /** Its bytes are in the spool. */
    RECEIVED(2),
    /** A reader has it. */
    READING(3),
    /** Every row is in the ledger; its records may be claimed. */
    SEALED(4),
    /** Could not be read; its rows were withdrawn, or kept where the task says so. */
    FAILED(5),
    /** Never really arrived: its source vanished before it was taken. */
    VOID(6);

    private final int code;

    DropState(int code) {
        this.code = code;
    }

    /** The number stored in the ledger. */
    public int code() {
        return code;
    }
}
