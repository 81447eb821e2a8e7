package dev.caravan.trace;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A call to a provider that is over.
 *
 * @param name what was asked for, such as {@code create}
 * @param error the class of its failure; null if it had none
 * @param http null where it was not made by our HTTP client
 * @param spanId which its provider was told; null if it was told none
 */
public record WorkCall(
        String name,
        String credential,
        Instant from,
        Instant to,
        @Nullable String error,
        @Nullable Http http,
        @Nullable String spanId) {

    /**
     * @param status 0 where there was no answer
     * @param sent bytes of its body; -1 if nobody knows
     * @param received the same of the answer
     * @param requestId by which the server's people find it
     */
    public record Http(
            String method,
            String host,
            int port,
            int status,
            long sent,
            long received,
            @Nullable String requestId) {}
}
