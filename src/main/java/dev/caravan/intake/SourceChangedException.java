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

    /** What is said of a file that has another size now. */
    static String size(long before, long after) {
        return "the file went from " + before + " to " + after
                + " bytes while it was read: it was dropped before it was written to its end";
    }

    String reason() {
        return reason;
    }
}
