package dev.caravan.review;

import org.jspecify.annotations.Nullable;

/** Somebody else holds the item or was faster: nothing was changed. The message says who, and what to do. */
public final class ReviewConflictException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ReviewConflictException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
