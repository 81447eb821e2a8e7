package dev.caravan.ledger;

import org.jspecify.annotations.Nullable;

/** Somebody else has claimed the row since; whoever gets this stops and makes no further outside call. */
public final class StaleFenceException extends LedgerException {
    private static final long serialVersionUID = 1L;

    public StaleFenceException(String what) {
        this(what + " was claimed by somebody else in the meantime; this worker stops", null);
    }

    private StaleFenceException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** The claim has ended because the batch is not to be sent. */
    static StaleFenceException notSent(String message) {
        return new StaleFenceException(message, null);
    }
}
