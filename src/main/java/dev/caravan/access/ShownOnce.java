package dev.caravan.access;

import jakarta.servlet.http.HttpServletRequest;

/** Answers that hold a secret: what is kept for an {@code Idempotency-Key} must not have it. */
public final class ShownOnce {
    private static final String MARK = "access.shown-once";

    private ShownOnce() {}

    /** To be called by whoever answers this request with a secret; a repetition is told that it was done, and no more. */
    public static void mark(HttpServletRequest request) {
        request.setAttribute(MARK, true);
    }

    static boolean is(HttpServletRequest request) {
        return request.getAttribute(MARK) != null;
    }
}
