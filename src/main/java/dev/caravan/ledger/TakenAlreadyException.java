package dev.caravan.ledger;

/** This version of a file or object is a drop already: somebody else was faster. */
public final class TakenAlreadyException extends LedgerException {
    private static final long serialVersionUID = 1L;

    TakenAlreadyException(String message) {
        super(message);
    }
}
