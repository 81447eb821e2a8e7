package dev.caravan.ledger;

import org.jspecify.annotations.Nullable;

/**
 * The ledger refused or failed; the message says what and which row, and nothing was changed (but see {@link
 * LedgerUnavailableException}).
 */
public class LedgerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LedgerException(String message) {
        super(message);
    }

    public LedgerException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
