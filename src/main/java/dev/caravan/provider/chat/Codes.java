package dev.caravan.provider.chat;

import java.util.Set;

/** The provider's words that decide what a failure means. All others are open strings. */
public final class Codes {
    private static final Set<String> QUOTA =
            Set.of("insufficient_quota", "billing_hard_limit_reached", "token_limit_exceeded", "batch_limit_exceeded");
    private static final Set<String> BLOCKED =
            Set.of("content_filter", "content_policy_violation", "moderation_blocked", "cyber_policy_violation");
    private static final Set<String> PASSING =
            Set.of("server_error", "internal_error", "timeout", "service_unavailable", "vector_store_timeout");
    private static final Set<String> CANCELLED = Set.of("batch_cancelled", "batch_canceled", "cancelled", "canceled");

    private Codes() {}

    public static boolean quota(String code) {
        return QUOTA.contains(code);
    }

    public static boolean rate(String code) {
        return code.equals("rate_limit_exceeded") || quota(code);
    }

    static boolean blocked(String code) {
        return BLOCKED.contains(code);
    }

    public static boolean passing(String code) {
        return PASSING.contains(code);
    }

    static boolean expired(String code) {
        return code.equals("batch_expired");
    }

    static boolean cancelled(String code) {
        return CANCELLED.contains(code);
    }
}
