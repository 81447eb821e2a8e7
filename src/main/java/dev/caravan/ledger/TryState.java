package dev.caravan.ledger;

/** The state of one attempt to create a batch at a provider. The codes are stored and never renumbered. */
public enum TryState {
    /** Its input may be on the way to the provider; no create was sent. */
    OPEN(1),
    /** Its input is at the provider; no create was sent. */
    UPLOADED(2),
    /** One create call may have been sent. */
    CREATING(3),
    /** The provider has a batch for it. */
    ACCEPTED(4),
    /** The provider proved that it did not accept it. */
    REFUSED(5),
    /** A complete search found nothing, after its input was revoked or, where none can be, after a long wait. */
    REVOKED(6);

    private final int code;

    TryState(int code) {
        this.code = code;
    }

    /** The number stored in the ledger. */
    public int code() {
        return code;
    }
}
