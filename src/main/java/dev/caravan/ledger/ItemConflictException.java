package dev.caravan.ledger;

/** Somebody else was faster, or holds the item: nothing was changed. The message says who, and what to do. */
public class ItemConflictException extends LedgerException {
    private static final long serialVersionUID = 1L;

    ItemConflictException(String message) {
        super(message);
    }
}
