package dev.caravan.ledger;

/** The ledger can't be read or written now: its disk is full, another process has it locked. It may work again later. */
public final class LedgerUnavailableException extends LedgerException {
    private static final long serialVersionUID = 1L;

    LedgerUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
