package dev.caravan.provider;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Why a call or a whole batch failed.
 *
 * @param kind one of transient, quota, auth, invalid request, fatal
 * @param proven whether it is proof that nothing was accepted (protocol rule 6)
 * @param code the provider's word
 * @param message the provider's sentence, or ours
 * @param retryAfter what the provider asked for
 * @param line the 1-based line of the request file at fault, 0 if unknown
 */
public record Failure(
        Kind kind,
        boolean proven,
        String code,
        String message,
        @Nullable Duration retryAfter,
        int line) {

    public enum Kind {
        TRANSIENT,
        QUOTA,
        AUTH,
        INVALID_REQUEST,
        FATAL
    }
}
