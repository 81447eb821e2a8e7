package dev.caravan.publish;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Why a sink did not take a delivery, in words that may go to the log: nothing of the records, no secret. It carries no
 * cause on purpose, because drivers and clients like to quote what they were sent.
 */
public final class SinkException extends IOException {
    private static final long serialVersionUID = 1L;

    private final boolean forGood;
    private final @Nullable Duration wait;

    private SinkException(String message, boolean forGood, @Nullable Duration wait) {
        super(message);
        this.forGood = forGood;
        this.wait = wait;
    }

    /** The same send may succeed later. */
    public static SinkException again(String message) {
        return new SinkException(message, false, null);
    }

    /** The sink said when to come again. */
    public static SinkException after(Duration wait, String message) {
        return new SinkException(message, false, wait);
    }

    /** Sending the same again is no use; a person has to look. */
    public static SinkException forGood(String message) {
        return new SinkException(message, true, null);
    }

    boolean isForGood() {
        return forGood;
    }

    /** How long the sink asked to wait; null if it did not. */
    @Nullable
    Duration getWait() {
        return wait;
    }
}
