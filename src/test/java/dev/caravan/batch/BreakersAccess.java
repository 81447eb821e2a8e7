package dev.caravan.batch;

import dev.caravan.ledger.Events;
import dev.caravan.provider.Failure.Kind;
import java.util.Set;
import java.util.function.LongSupplier;

/** Breakers for tests elsewhere, and what batches do with them. */
public final class BreakersAccess {
    private BreakersAccess() {}

    /** Whose rests are half as long as at most. */
    public static Breakers open(Events events, LongSupplier nanoTime) {
        return new Breakers(events, nanoTime, () -> 0, Set::of);
    }

    /** The credentials whose batches are left alone. */
    public static Set<String> resting(Breakers breakers) {
        return breakers.resting();
    }

    /** So many calls of batches fail in a row. */
    public static void batchesFail(Breakers breakers, String credential, int times) {
        for (int i = 0; i < times; i++) {
            breakers.failed(credential, Kind.TRANSIENT, "http_503: busy");
        }
    }
}
