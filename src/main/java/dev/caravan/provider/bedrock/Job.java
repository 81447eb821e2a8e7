package dev.caravan.provider.bedrock;

import org.jspecify.annotations.Nullable;

/**
 * A model invocation job, as Bedrock shows it.
 *
 * @param id the last part of its ARN
 * @param token its clientRequestToken; empty if it has none
 * @param submitted epoch second; {@link Long#MAX_VALUE} if it is not known
 * @param date the {@code Date} of the reply it came in; null in a list
 */
record Job(
        String id,
        String name,
        String token,
        String status,
        String message,
        long submitted,
        String input,
        String output,
        long total,
        long processed,
        long succeeded,
        long failed,
        @Nullable String date) {}
