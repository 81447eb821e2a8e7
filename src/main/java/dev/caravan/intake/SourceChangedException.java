package dev.caravan.intake;

import java.io.IOException;

/** The bytes of a drop are not those that were read before; nothing of it may be kept. */
final class SourceChangedException extends IOException {
    private static final long serialVersionUID = 1L;
    private final String reason;

    SourceChangedException(String reason) {
        super(reason);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
