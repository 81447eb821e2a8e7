package dev.caravan.ledger;

/** A batch may not be sent yet; nothing was changed. */
public final class NoRoomException extends LedgerException {
    private static final long serialVersionUID = 1L;

    NoRoomException(String message) {
        super(message);
    }
}
