package dev.caravan.provider;

import org.jspecify.annotations.Nullable;

/**
 * One line of a result file in common words.
 *
 * @param customId null if the line has none that can be read
 * @param answer the text of the answer (for embeddings: JSON of the vectors), null unless there is one
 * @param code the provider's own word for a failure, or a common one ({@code truncated}, {@code refused}); {@code ok} if fine
 * @param detail the provider's own sentence for a failure; empty if fine
 */
public record ProviderResult(
        @Nullable String customId,
        Outcome outcome,
        @Nullable String answer,
        String code,
        String detail,
        Tokens tokens,
        @Nullable String requestId,
        @Nullable String model) {

    /** Cached and reasoning tokens are parts of in and out: whatever a provider says, no cost comes out below zero. */
    public record Tokens(int in, int cached, int out, int reasoning) {
        public Tokens {
            in = Math.max(0, in);
            cached = Math.min(Math.max(0, cached), in);
            out = Math.max(0, out);
            reasoning = Math.min(Math.max(0, reasoning), out);
        }

        public static final Tokens NONE = new Tokens(0, 0, 0, 0);
    }
}
