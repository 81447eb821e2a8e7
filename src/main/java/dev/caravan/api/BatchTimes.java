package dev.caravan.api;

import dev.caravan.ledger.Submissions.Submission;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a batch came to its stages, null for those it has not come to. The ledger's times are those of a clock that somebody
 * may have set back between two of them: none is told as earlier than the one before it.
 *
 * @param ended whichever way it ended
 */
record BatchTimes(
        Instant created,
        @Nullable Instant inProgress,
        @Nullable Instant finalizing,
        @Nullable Instant cancelling,
        @Nullable Instant ended) {

    static BatchTimes of(Submission one) {
        Instant created = one.createdAt();
        Instant inProgress = one.read() ? notBefore(created, one.readAt()) : null;
        Instant end = one.endedAt();
        // Batches that ended before this time was kept have none.
        Instant wrote = one.finalizingAt() == null ? end : one.finalizingAt();
        Instant finalizing = notBefore(inProgress == null ? created : inProgress, wrote);
        Instant cancelling = notBefore(created, one.cancelledAt());
        Instant last = later(finalizing, cancelling);
        return new BatchTimes(
                created, inProgress, finalizing, cancelling, notBefore(last == null ? created : last, end));
    }

    private static @Nullable Instant notBefore(Instant before, @Nullable Instant at) {
        return at == null || at.isAfter(before) ? at : before;
    }

    private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
        return one == null || (other != null && other.isAfter(one)) ? other : one;
    }
}
