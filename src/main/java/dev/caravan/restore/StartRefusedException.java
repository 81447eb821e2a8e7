package dev.caravan.restore;

/** Ledger and spool don't belong together, or nobody can know: nothing was changed, and an operator has to say which it is. */
final class StartRefusedException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    StartRefusedException(String message) {
        super(message);
    }

    StartRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
