package dev.caravan.route;

import dev.caravan.ledger.LedgerGoneException;
import dev.caravan.ledger.LedgerUnavailableException;
import dev.caravan.ledger.NodeDeadException;
import dev.caravan.spool.StorageException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bean {@code trouble}: says that a stage failed without a unit of work in hand. The stage is woken again by its timer;
 * the same trouble is said once a minute, not at every tick.
 */
public final class Trouble {
    private static final Logger LOG = LoggerFactory.getLogger(Trouble.class);
    private static final Duration QUIET = Duration.ofMinutes(1);

    private final Clock clock;
    private final Map<String, Said> lastSaid = new ConcurrentHashMap<>();

    private record Said(String what, Instant when) {}

    Trouble(Clock clock) {
        this.clock = clock;
    }

    public void report(Exchange exchange) {
        Throwable thrown = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        if (thrown == null
                || exchange.getContext().isStopping()
                || exchange.getContext().isStopped()) {
            return;
        }
        String stage = String.valueOf(exchange.getFromRouteId());
        Throwable storage = storage(thrown);
        if (storage != null) {
            // All stages meet it at every tick, and its words may tell how much is free just now.
            if (isNews(storage.getClass().getSimpleName(), "")) {
                LOG.error("Stage {} and others wait: {}", stage, storage.getMessage());
            }
        } else if (isNews(stage, thrown.toString())) {
            LOG.error("Stage {} failed and tries again at its next tick: {}", stage, thrown.getMessage(), thrown);
        }
    }

    /** What is nobody's fault here and may pass by itself, or ends everything; null if it is neither. */
    private static @Nullable Throwable storage(Throwable thrown) {
        for (Throwable one = thrown; one != null; one = one.getCause()) {
            if (one instanceof LedgerUnavailableException
                    || one instanceof LedgerGoneException
                    || one instanceof NodeDeadException
                    || one instanceof StorageException) {
                return one;
            }
        }
        return null;
    }

    private boolean isNews(String stage, String what) {
        Instant now = clock.instant();
        Said before = lastSaid.get(stage);
        if (before != null
                && before.what().equals(what)
                && now.isBefore(before.when().plus(QUIET))
                && !now.isBefore(before.when())) {
            return false;
        }
        lastSaid.put(stage, new Said(what, now));
        return true;
    }
}
