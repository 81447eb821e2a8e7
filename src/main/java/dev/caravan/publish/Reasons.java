package dev.caravan.publish;

import java.nio.file.FileSystemException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Says in a sentence why something failed. */
final class Reasons {
    private static final int DEEPEST = 20;

    private Reasons() {}

    /** The message of whoever knows best; routes wrap what a sink throws. */
    static String of(Throwable error) {
        Throwable own = own(error);
        if (own != null) {
            return String.valueOf(own.getMessage());
        }
        String message = error.getMessage();
        return message == null || message.isBlank() || error instanceof FileSystemException
                ? error.toString()
                : message;
    }

    /** Whether only a person can go on. */
    static boolean isForGood(Throwable error) {
        Throwable own = own(error);
        return own instanceof PublicationAlarm || (own instanceof SinkException said && said.isForGood());
    }

    /** How long the sink asked to wait; null if it did not. */
    static @Nullable Duration wait(Throwable error) {
        return own(error) instanceof SinkException said ? said.getWait() : null;
    }

    private static @Nullable Throwable own(Throwable error) {
        Throwable one = error;
        for (int depth = 0; one != null && depth < DEEPEST; depth++) {
            if (one instanceof PublicationAlarm || one instanceof SinkException) {
                return one;
            }
            one = one.getCause();
        }
        return null;
    }
}
