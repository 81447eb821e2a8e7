package dev.caravan.batch;

import dev.caravan.provider.Failure;
import java.io.IOException;

/** Failures that no provider had a word for. */
final class Failures {
    private Failures() {}

    /** Whether a connection is to blame, so that the message alone tells what an operator needs. */
    static boolean isNetwork(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException) {
                return true;
            }
        }
        return false;
    }

    /** The provider was never reached. */
    static Failure notSent(Throwable error) {
        return new Failure(
                Failure.Kind.TRANSIENT,
                true,
                "unreachable",
                error.getClass().getSimpleName() + ": " + error.getMessage(),
                null,
                0);
    }
}
