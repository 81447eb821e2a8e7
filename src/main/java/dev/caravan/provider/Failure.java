package dev.caravan.provider;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a call or a whole batch failed.
 *
 * @param kind one of transient, quota, auth, invalid request, fatal
 * @param proven whether it is proof that nothing was accepted (protocol rule 6)
 * @param code the provider's word
 * @param message the provider's sentence, or ours
 * @param retryAfter what the provider asked for
 * @param lines who is at fault in the request file; empty if the provider does not say
 */
public record Failure(
        Kind kind,
        boolean proven,
        String code,
        String message,
        @Nullable Duration retryAfter,
        List<Line> lines) {

    public Failure {
        lines = List.copyOf(lines);
    }

    /** @param line the 1-based line of the request file at fault, 0 if unknown */
    public Failure(Kind kind, boolean proven, String code, String message, @Nullable Duration retryAfter, int line) {
        this(kind, proven, code, message, retryAfter, line > 0 ? List.of(new Line(line, code, message)) : List.of());
    }

    /** @param number of the line in the request file, from 1 */
    public record Line(int number, String code, String message) {}

    public enum Kind {
        TRANSIENT,
        QUOTA,
        AUTH,
        INVALID_REQUEST,
        FATAL
    }
}
