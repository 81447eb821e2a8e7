package dev.caravan.publish;

/** Says in a sentence why something failed. */
final class Reasons {
    private Reasons() {}

    /** The innermost message that says something; routes wrap what a sink throws. */
    static String of(Throwable error) {
        Throwable alarm = alarm(error);
        if (alarm != null) {
            return String.valueOf(alarm.getMessage());
        }
        String message = error.getMessage();
        return message == null || message.isBlank() || error instanceof java.nio.file.FileSystemException
                ? error.toString()
                : message;
    }

    static boolean isAlarm(Throwable error) {
        return alarm(error) != null;
    }

    private static @org.jspecify.annotations.Nullable Throwable alarm(Throwable error) {
        Throwable one = error;
        for (int depth = 0; one != null && depth < 20; depth++) {
            if (one instanceof PublicationAlarm) {
                return one;
            }
            one = one.getCause();
        }
        return null;
    }
}
