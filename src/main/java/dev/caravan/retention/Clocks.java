package dev.caravan.retention;

import dev.caravan.provider.ProviderDates;
import dev.caravan.spool.Spool;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Whether our clock may be believed: a second one must agree before anything is deleted by age (protocol rule 44). */
final class Clocks {
    private static final Duration MOST = Duration.ofMinutes(5);

    private final Clock ours;
    private final ProviderDates providers;
    private final Spool spool;

    Clocks(Clock ours, ProviderDates providers, Spool spool) {
        this.ours = ours;
        this.providers = providers;
        this.spool = spool;
    }

    /** Why it may not; empty if it may. The providers' clock counts; where none has answered yet, that of the spool. */
    Optional<String> doubt() throws IOException {
        Optional<Instant> provider = providers.now();
        if (provider.isPresent()) {
            return compare(provider.get(), "the newest reply of a provider");
        }
        Optional<Instant> stored = spool.now();
        return stored.isPresent()
                ? compare(stored.get(), "the spool")
                : Optional.of("no provider has answered since the start, so nothing says whether our clock is right");
    }

    private Optional<String> compare(Instant theirs, String who) {
        Duration apart = Duration.between(ours.instant(), theirs).abs();
        return apart.compareTo(MOST) <= 0
                ? Optional.empty()
                : Optional.of("our clock and that of " + who + " are " + apart.toSeconds() + " s apart");
    }
}
