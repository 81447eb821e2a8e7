package dev.caravan.realtime;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A real-time call that has no answer. The message is for whoever asked: no prompt, no secret. */
public final class NoAnswerException extends Exception {
    private static final long serialVersionUID = 1;

    private final Why why;
    private final String code;
    private final @Nullable Duration retryAfter;

    /** What that means for whoever asked. */
    public enum Why {
        /** It took too long. The provider may bill it all the same. */
        TIMEOUT,
        /** The provider says that the request is wrong, or that it failed. */
        REFUSED,
        /** What it answered got lost, or is no answer. The provider may bill it all the same. */
        LOST,
        /** The provider, or Caravan, has no room for it now. It was not run. */
        BUSY,
        /** The credential does not work, or its provider can't be reached. It was not run. */
        DOWN,
        /** The budget of the task is used up, or has no room for what it may cost. It was not run. */
        BUDGET
    }

    NoAnswerException(Why why, String code, String message, @Nullable Duration retryAfter) {
        super(message);
        this.why = why;
        this.code = code;
        this.retryAfter = retryAfter;
    }

    public Why why() {
        return why;
    }

    /** The provider's word for it, or one of ours: {@code timeout}, {@code busy}, {@code budget_reached}, … */
    public String code() {
        return code;
    }

    /** After which it may be asked again; null if nobody said. */
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }

    /** Whether nobody knows if it was run, and is billed. */
    boolean mayBeBilled() {
        return why == Why.TIMEOUT || why == Why.LOST;
    }

    /** Whether it was certainly not run, so that asking again can't be paid twice. */
    boolean wasNotRun() {
        return why == Why.BUSY || (why == Why.DOWN && code.equals(Troubles.UNREACHABLE));
    }
}
