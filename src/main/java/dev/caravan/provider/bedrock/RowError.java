package dev.caravan.provider.bedrock;

import dev.caravan.provider.Outcome;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Why a single record failed.
 *
 * @param code an HTTP status, or the name of an exception; Bedrock uses both
 * @param retryable Bedrock's own word on it, where it has one
 */
record RowError(
        @Nullable String code, boolean expired, @Nullable Boolean retryable) {
    private static final Set<String> RATE =
            Set.of("429", "ThrottlingException", "TooManyRequestsException", "ServiceQuotaExceededException");
    private static final Set<String> AUTH = Set.of("401", "403", "AccessDeniedException");
    private static final Set<String> WRONG = Set.of("ValidationException", "ResourceNotFoundException");
    /** A client error that is none: too late, or the model itself failed. */
    private static final Set<String> PASSING = Set.of("408", "424");

    Outcome outcome() {
        String word = code == null ? "" : code;
        if (expired) {
            return Outcome.EXPIRED;
        }
        if (RATE.contains(word)) {
            return Outcome.QUOTA;
        }
        if (retryable != null && retryable) {
            return Outcome.TRANSIENT;
        }
        if (AUTH.contains(word)) {
            return Outcome.AUTH;
        }
        boolean wrong = (retryable != null && !word.startsWith("5"))
                || WRONG.contains(word)
                || (word.matches("4\\d\\d") && !PASSING.contains(word));
        return wrong ? Outcome.INVALID_REQUEST : Outcome.TRANSIENT;
    }

    String word() {
        if (code == null || code.isBlank()) {
            return "error";
        }
        return code.matches("\\d{1,3}") ? "http_" + code : code;
    }
}
