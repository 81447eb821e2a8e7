package dev.caravan.ledger;

import org.jspecify.annotations.Nullable;

/** There is a ledger and it can't be used. Nothing was changed; the message says what an operator can do. */
final class LedgerNotOpenException extends LedgerException {
    private static final long serialVersionUID = 1L;

    LedgerNotOpenException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
