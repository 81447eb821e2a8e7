package dev.caravan.batch;

import dev.caravan.provider.Failure;

/** Failures that no provider had a word for. */
final class Failures {
    private Failures() {}

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
