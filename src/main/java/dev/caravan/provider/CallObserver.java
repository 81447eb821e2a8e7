package dev.caravan.provider;

import java.time.Duration;

/**
 * Hears of every call to a provider when it is over, on the thread that made it: returns at once and throws nothing. Uploads
 * and downloads that go to a bucket are none.
 */
@FunctionalInterface
public interface CallObserver {

    void ended(EndedCall call);

    /**
     * @param took from its beginning to the end of its answer, or until it was known that there is none
     */
    record EndedCall(String credential, CallKind kind, CallEnd end, Duration took) {}
}
