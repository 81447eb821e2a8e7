package dev.caravan.batch;

import dev.caravan.ledger.Batches.Batch;
import dev.caravan.model.Provider;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Until when a provider has the results of a batch (rule 25). */
final class ResultsKept {
    /** Nothing is given up before it is over by so much on our clock. */
    private static final Duration MARGIN = Duration.ofDays(1);

    private ResultsKept() {}

    /** Empty for a batch that was never accepted. */
    static Optional<Instant> until(Batch batch, Provider provider) {
        return accepted(batch).map(then -> then.plus(provider.kept().results()));
    }

    /** Whether half of that time is over. */
    static boolean atRisk(Workplace at, Batch batch, Provider provider) {
        Duration half = provider.kept().results().dividedBy(2);
        return accepted(batch)
                .filter(then -> at.clock().instant().isAfter(then.plus(half)))
                .isPresent();
    }

    /**
     * Whether that time is over for certain, by the providers' clock too: a 404 means from now on that there is nothing any
     * more.
     */
    static boolean areGone(Workplace at, Batch batch, Provider provider) {
        Instant now = at.clock().instant();
        return until(batch, provider)
                .filter(end -> now.isAfter(end.plus(MARGIN)) && at.pace().isBelieved(now))
                .isPresent();
    }

    private static Optional<Instant> accepted(Batch batch) {
        return Optional.ofNullable(batch.submittedAt());
    }
}
