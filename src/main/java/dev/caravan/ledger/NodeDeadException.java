package dev.caravan.ledger;

/**
 * This process may not touch the ledger any more: another one has called it dead and works on what it had, or the ledger went
 * back to a time that does not know it. Only a new start helps.
 */
public final class NodeDeadException extends LedgerException {
    private static final long serialVersionUID = 1L;

    NodeDeadException(String message) {
        super(message);
    }
}
