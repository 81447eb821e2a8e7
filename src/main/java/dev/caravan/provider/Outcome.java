package dev.caravan.provider;

/** How a provider dealt with one request, in common words. */
public enum Outcome {
    /** A whole answer. */
    OK,
    /** Cut off at a length limit. */
    TRUNCATED,
    /** The model declined. */
    REFUSED,
    /** A content filter stepped in. */
    BLOCKED,
    /** The request itself is wrong; the same again fails again. */
    INVALID_REQUEST,
    /** May work next time. */
    TRANSIENT,
    /** A rate or quota limit; not the record's fault. */
    QUOTA,
    /** The credential is not accepted. */
    AUTH,
    /** Not run before the window closed. */
    EXPIRED,
    /** Not run because the batch was cancelled. */
    CANCELLED
}
