package dev.caravan.spool;

import java.io.IOException;

/** A segment does not hold what was written into it; reading it again does not help. */
public final class DamagedSegmentException extends IOException {
    private static final long serialVersionUID = 1L;

    DamagedSegmentException(String message) {
        super(message);
    }
}
