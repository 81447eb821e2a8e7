package dev.caravan.provider;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a provider says of a batch, in common words.
 *
 * @param state validating, in_progress, finalizing, completed, failed, cancelling, cancelled, expired, paused, updating or unknown
 * @param total all requests; -1 for this and the other counts if the provider did not say
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
        total = Math.max(-1, total);
        completed = Math.max(-1, completed);
        failed = Math.max(-1, failed);
        files = Map.copyOf(files);
    }
}
