package dev.caravan.provider;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a provider says of a batch, in common words.
 *
 * @param state validating, in_progress, finalizing, completed, failed, cancelling, cancelled, expired, paused, updating or unknown
 * @param completed answered requests; for a protocol with one kind of result file all lines of it
 * @param files result kind → file id at the provider; only those that exist. A kind is a short word of letters, digits and
 *     {@code -}; {@code results} has {@code completed} lines and {@code errors} has {@code failed} ones, others any number
 * @param failure why the whole batch failed; null unless it did
 */
public record JobStatus(
        String providerId,
        String state,
        boolean terminal,
        long total,
        long completed,
        long failed,
        Map<String, String> files,
        @Nullable Failure failure) {

    public JobStatus {
        files = Map.copyOf(files);
    }
}
