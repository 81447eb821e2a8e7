package dev.caravan.ledger;

/**
 * The ledger can't be read or written now: its disk is full, another process has it locked, its server does not answer. It
 * may work again later. Nothing was changed, unless the connection to a server broke off while a change was being stored:
 * then nobody knows, and the message says so. Whoever catches it undoes nothing outside of the ledger that the ledger may name
 * by now, and goes on with what the ledger says when it answers again.
 */
public final class LedgerUnavailableException extends LedgerException {
    private static final long serialVersionUID = 1L;

    LedgerUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
