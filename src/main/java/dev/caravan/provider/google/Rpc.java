package dev.caravan.provider.google;

import dev.caravan.provider.Outcome;
import java.util.List;
import java.util.Locale;

/** Google's words for errors, each with a number of its own and an HTTP status. */
public final class Rpc {
    private static final List<String> WORDS = List.of(
            "OK",
            "CANCELLED",
            "UNKNOWN",
            "INVALID_ARGUMENT",
            "DEADLINE_EXCEEDED",
            "NOT_FOUND",
            "ALREADY_EXISTS",
            "PERMISSION_DENIED",
            "RESOURCE_EXHAUSTED",
            "FAILED_PRECONDITION",
            "ABORTED",
            "OUT_OF_RANGE",
            "UNIMPLEMENTED",
            "INTERNAL",
            "UNAVAILABLE",
            "DATA_LOSS",
            "UNAUTHENTICATED");

    private Rpc() {}

    /**
     * The word for an error.
     *
     * @param status the word itself, if it came along
     * @param code its number, or an HTTP status
     */
    public static String word(String status, int code) {
        String given = status.toUpperCase(Locale.ROOT);
        if (WORDS.contains(given)) {
            return given;
        }
        if (code > 0 && code < WORDS.size()) {
            return WORDS.get(code);
        }
        return code == 0 && !status.isEmpty() ? partner(status) : ofHttp(code);
    }

    /** Words of Claude, which come through unchanged. */
    private static String partner(String type) {
        return switch (type) {
            case "invalid_request_error", "request_too_large" -> "INVALID_ARGUMENT";
            case "not_found_error" -> "NOT_FOUND";
            case "authentication_error" -> "UNAUTHENTICATED";
            case "permission_error", "billing_error" -> "PERMISSION_DENIED";
            case "rate_limit_error" -> "RESOURCE_EXHAUSTED";
            case "overloaded_error" -> "UNAVAILABLE";
            default -> "UNKNOWN";
        };
    }

    private static String ofHttp(int code) {
        return switch (code) {
            case 400, 413, 422 -> "INVALID_ARGUMENT";
            case 401 -> "UNAUTHENTICATED";
            case 403 -> "PERMISSION_DENIED";
            case 404 -> "NOT_FOUND";
            case 408, 504 -> "DEADLINE_EXCEEDED";
            case 409 -> "ABORTED";
            case 429 -> "RESOURCE_EXHAUSTED";
            case 499 -> "CANCELLED";
            case 500 -> "INTERNAL";
            case 501 -> "UNIMPLEMENTED";
            case 503 -> "UNAVAILABLE";
            default -> code >= 400 && code < 500 ? "INVALID_ARGUMENT" : "UNKNOWN";
        };
    }

    /** What an error of a single request means. */
    public static Outcome outcome(String word) {
        return switch (word) {
            case "INVALID_ARGUMENT",
                    "NOT_FOUND",
                    "ALREADY_EXISTS",
                    "FAILED_PRECONDITION",
                    "OUT_OF_RANGE",
                    "UNIMPLEMENTED" -> Outcome.INVALID_REQUEST;
            case "PERMISSION_DENIED", "UNAUTHENTICATED" -> Outcome.AUTH;
            case "RESOURCE_EXHAUSTED" -> Outcome.QUOTA;
            case "CANCELLED" -> Outcome.CANCELLED;
            default -> Outcome.TRANSIENT;
        };
    }
}
