package dev.caravan.ledger;

/** The file of the ledger was deleted or replaced while it was open. Nothing can be done with it any more. */
public final class LedgerGoneException extends LedgerException {
    private static final long serialVersionUID = 1L;

    LedgerGoneException(String message) {
        super(message);
    }
}
