package dev.caravan.batch;

import dev.caravan.ledger.Ledger;
import dev.caravan.model.Credential;
import dev.caravan.model.Models;
import dev.caravan.provider.Failure;
import dev.caravan.provider.ProviderDates;
import dev.caravan.trace.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/** How fast the stages go when a provider has trouble; one for all of them. */
final class Pace {
    private static final Backoff WAITS = new Backoff(Duration.ofSeconds(5), Duration.ofHours(1));

    private static final Backoff SOON = new Backoff(Duration.ofSeconds(30), Duration.ofSeconds(30));

    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    private final Breakers breakers;
    private final ProviderDates dates;
    private final ClockJumps jumps;
    private final DoubleSupplier random;

    /**
     * @param nanoTime of a monotonic clock
     * @param random from 0 to below 1
     */
    Pace(Ledger ledger, Models models, ProviderDates dates, LongSupplier nanoTime, DoubleSupplier random) {
        this.dates = dates;
        this.jumps = new ClockJumps(nanoTime, ledger.todo()::allIsDue);
        this.breakers = new Breakers(ledger.events(), nanoTime, random, () -> closed(models));
        this.random = random;
    }

    private static Set<String> closed(Models models) {
        return models.credentials().values().stream()
                .filter(credential -> credential.secret().whyClosed().isPresent())
                .map(Credential::name)
                .collect(Collectors.toSet());
    }

    /** Whether this is the time at the providers too, as far as they said (rule 44): what our clock says alone ends nothing. */
    boolean isBelieved(Instant ours) {
        return dates.now()
                .filter(theirs -> Duration.between(theirs, ours).abs().compareTo(TOLERANCE) <= 0)
                .isPresent();
    }

    ClockJumps jumps() {
        return jumps;
    }

    Breakers breakers() {
        return breakers;
    }

    /** The wait before the next try after so many failures. */
    Duration after(int failures, @Nullable Duration asked) {
        return WAITS.scattered(failures, asked, random.getAsDouble());
    }

    /** The same with waits of its own where the provider asks for none. */
    Duration after(Backoff own, int failures, @Nullable Duration asked) {
        return (asked == null ? own : WAITS).scattered(failures, asked, random.getAsDouble());
    }

    /** The wait before a look that failed is taken again; if many fail, their credential rests longer. */
    Duration soon() {
        return SOON.scattered(1, null, random.getAsDouble());
    }

    /** What an answer says of the account: that it works too, where it speaks of the request or of room. */
    void heard(BatchInHand batch, Failure failure) {
        Work.here().failed(failure.kind().name().toLowerCase(Locale.ROOT));
        switch (failure.kind()) {
            case TRANSIENT, AUTH ->
                breakers.failed(batch.getCredential(), failure.kind(), failure.code() + ": " + failure.message());
            case QUOTA, INVALID_REQUEST -> breakers.worked(batch.getCredential());
            case FATAL -> {
                // A strange answer says nothing of the account.
            }
        }
    }

    /** How loud a failed look at a batch is told: a credential that is known not to work has its one line already. */
    Level level(BatchInHand batch) {
        return breakers.isKnownBad(batch.getCredential()) ? Level.DEBUG : Level.WARN;
    }

    /** A call that ended without any answer. */
    void unheard(BatchInHand batch, Throwable error) {
        if (Failures.isNetwork(error)) {
            breakers.failed(batch.getCredential(), Failure.Kind.TRANSIENT, String.valueOf(error));
        }
    }

    /** For people: whole seconds, and never 0. */
    static long seconds(Duration wait) {
        return Math.max(1, wait.plusMillis(500).toSeconds());
    }
}
