package dev.caravan;

import dev.caravan.ledger.EachBeat;
import dev.caravan.ledger.Trends;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Notes every few minutes how many records are in each state, for plots; one node of many does it. */
final class Tallying implements EachBeat {
    private static final Duration EVERY = Duration.ofMinutes(5);
    private static final Duration KEPT = Duration.ofDays(35);

    private final Trends trends;
    private final Clock clock;
    private Instant last = Instant.MIN;

    Tallying(Trends trends, Clock clock) {
        this.trends = trends;
        this.clock = clock;
    }

    @Override
    public void look() {
        Instant now = clock.instant();
        if (last.isAfter(now) || last.isBefore(now.minus(EVERY))) {
            trends.note(now, EVERY);
            trends.trim(now.minus(KEPT));
            last = now;
        }
    }
}
