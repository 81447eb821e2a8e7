package dev.caravan.submission;

import org.jspecify.annotations.Nullable;

/** A body that is not accepted. Nothing of it is kept. */
public final class RefusedSubmission extends Exception {
    private static final long serialVersionUID = 1;

    private final Why why;
    private final long line;
    private final @Nullable String field;

    /** What the caller did wrong, for the status of the answer. */
    public enum Why {
        /** A line, or the body as a whole, is wrong. */
        INVALID,
        TOO_LARGE,
        /** It can be read, but can't be done: no labels to choose from, or a document. */
        UNPROCESSABLE,
        /** The key stands for another body, or its body is just being accepted. */
        CONFLICT,
        /** No task that can run answers this operation. */
        NOT_CONFIGURED
    }

    private RefusedSubmission(Why why, long line, @Nullable String field, String reason) {
        super(reason);
        this.why = why;
        this.line = line;
        this.field = field;
    }

    static RefusedSubmission line(long line, @Nullable String field, String reason) {
        return new RefusedSubmission(Why.INVALID, line, field, reason);
    }

    /** About a field of an order, or all of it. The field stands before the reason. @param field null: all of it */
    static RefusedSubmission field(@Nullable String field, String reason) {
        return field(field, reason, true);
    }

    /** @param named whether the field stands before the reason; else the reason is said word for word */
    static RefusedSubmission field(@Nullable String field, String reason, boolean named) {
        return new RefusedSubmission(Why.INVALID, 0, field, field == null || !named ? reason : field + ": " + reason);
    }

    static RefusedSubmission unprocessable(String field, String reason) {
        return new RefusedSubmission(Why.UNPROCESSABLE, 0, field, reason);
    }

    static RefusedSubmission whole(Why why, String reason) {
        return new RefusedSubmission(why, 0, null, reason);
    }

    public Why why() {
        return why;
    }

    /** From 1; 0 if it is no single line. */
    public long line() {
        return line;
    }

    /** Path of the field such as {@code body.text}; null if it is none. */
    public @Nullable String field() {
        return field;
    }
}
