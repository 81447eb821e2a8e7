package dev.caravan.publish;

import java.nio.file.FileSystemException;
import org.jspecify.annotations.Nullable;

/** Says in a sentence why something failed. */
final class Reasons {
    private static final int DEEPEST = 20;

    private Reasons() {}

    /** The innermost message that says something; routes wrap what a sink throws. */
    static String of(Throwable error) {
        Throwable alarm = alarm(error);
        if (alarm != null) {
            return String.valueOf(alarm.getMessage());
        }
        String message = error.getMessage();
        return message == null || message.isBlank() || error instanceof FileSystemException
                ? error.toString()
                : message;
    }

    static boolean isAlarm(Throwable error) {
        return alarm(error) != null;
    }

    private static @Nullable Throwable alarm(Throwable error) {
        Throwable one = error;
        for (int depth = 0; one != null && depth < DEEPEST; depth++) {
            if (one instanceof PublicationAlarm) {
                return one;
            }
            one = one.getCause();
        }
        return null;
    }
}
