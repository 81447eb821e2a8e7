package dev.caravan.provider;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a provider says of a batch, in common words.
 *
 * @param state validating, in_progress, finalizing, completed, failed, cancelling, cancelled, expired, paused, updating or unknown
 * @param files result kind → file id at the provider; only those that exist
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
