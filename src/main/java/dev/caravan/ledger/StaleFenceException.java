package dev.caravan.ledger;

/** Somebody else has claimed the row since; whoever gets this stops and makes no further outside call. */
public final class StaleFenceException extends LedgerException {
    private static final long serialVersionUID = 1L;

    public StaleFenceException(String what) {
        super(what + " was claimed by somebody else in the meantime; this worker stops");
    }
}
