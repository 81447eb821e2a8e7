package dev.caravan.batch;

import dev.caravan.ledger.Batches;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Batches that are older than their provider's {@code max-age}. A wrong clock must never cancel anything, so ours and the
 * provider's have to agree on it. A new process finds out again with the first look.
 */
final class Deadline {
    private final Batches batches;
    private final Clock clock;
    private final Set<Long> over = ConcurrentHashMap.newKeySet();

    Deadline(Batches batches, Clock clock) {
        this.batches = batches;
        this.clock = clock;
    }

    boolean isOver(long batchId) {
        return over.contains(batchId);
    }

    /**
     * Whether a running batch is too old since just now.
     *
     * @param date of the provider's last reply, null if it had none
     */
    boolean passesNow(BatchInHand batch, @Nullable String date) {
        Duration most = batch.reach().provider().polling().maxAge();
        Instant submitted = batch.batch().submittedAt();
        return most != null
                && submitted != null
                && !clock.instant().isBefore(submitted.plus(most))
                && provider(batch, date).filter(age -> age.compareTo(most) >= 0).isPresent()
                && over.add(batch.getId());
    }

    void ended(long batchId) {
        over.remove(batchId);
    }

    /** How long ago the provider's clock says that it got the input. */
    private Optional<Duration> provider(BatchInHand batch, @Nullable String date) {
        return instant(date)
                .flatMap(now -> batches.tries(batch.getId()).stream()
                        .filter(t -> batch.getProviderId().equals(t.providerId()))
                        .map(Batches.Try::providerTime)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .flatMap(Deadline::instant)
                        .map(then -> Duration.between(then, now)));
    }

    private static Optional<Instant> instant(@Nullable String date) {
        try {
            return Optional.ofNullable(date)
                    .map(text -> ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant());
        } catch (DateTimeException notADate) {
            return Optional.empty();
        }
    }
}
