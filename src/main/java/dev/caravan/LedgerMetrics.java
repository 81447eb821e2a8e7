package dev.caravan;

import dev.caravan.ledger.BatchState;
import dev.caravan.ledger.Counts;
import dev.caravan.ledger.EventKind;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.RecordState;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** What the ledger says of the whole, as gauges. It is asked at most every few seconds, however often it is scraped. */
final class LedgerMetrics implements MeterBinder {
    private static final long FRESH_NANOS = Duration.ofSeconds(5).toNanos();
    private static final double MILLIS = 1000;

    private final Ledger ledger;
    private final IntSupplier problems;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private @Nullable Snapshot last;

    /** @param problems how many the last recount found */
    LedgerMetrics(Ledger ledger, IntSupplier problems, Clock clock, LongSupplier nanoTime) {
        this.ledger = ledger;
        this.problems = problems;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (RecordState state : RecordState.values()) {
            gauge(registry, "caravan.records", "state", state, s -> s.records().getOrDefault(state, 0L));
        }
        for (BatchState state : BatchState.values()) {
            gauge(
                    registry,
                    "caravan.batches",
                    "state",
                    state,
                    s -> s.batches().states().getOrDefault(state, 0L));
        }
        for (EventKind kind : EventKind.values()) {
            gauge(registry, "caravan.events", "kind", kind, s -> s.events().getOrDefault(kind, 0L));
        }
        Gauge.builder("caravan.nodes", this, metrics -> metrics.snapshot().nodes())
                .description("Processes that work on the ledger and live")
                .register(registry);
        Gauge.builder("caravan.oldest.open.batch.seconds", this, metrics -> metrics.oldestSeconds())
                .description("Age of the oldest batch that is not over; 0 if all are")
                .register(registry);
        Gauge.builder("caravan.conservation.problems", problems, IntSupplier::getAsInt)
                .description("Counters that disagreed with their rows at the last recount")
                .register(registry);
    }

    private void gauge(
            MeterRegistry registry, String name, String label, Enum<?> value, ToDoubleFunction<Snapshot> number) {
        Gauge.builder(name, this, metrics -> number.applyAsDouble(metrics.snapshot()))
                .tag(label, value.name().toLowerCase(Locale.ROOT))
                .register(registry);
    }

    private double oldestSeconds() {
        @Nullable Instant oldest = snapshot().batches().oldestOpen();
        return oldest == null ? 0 : Duration.between(oldest, clock.instant()).toMillis() / MILLIS;
    }

    private synchronized Snapshot snapshot() {
        long now = nanoTime.getAsLong();
        Snapshot known = last;
        if (known == null || now - known.nanos() > FRESH_NANOS) {
            Counts counts = ledger.counts();
            known = new Snapshot(
                    now,
                    counts.total().states(),
                    counts.batches(),
                    ledger.events().counts(),
                    ledger.nodes().living().size());
            last = known;
        }
        return known;
    }

    private record Snapshot(
            long nanos,
            Map<RecordState, Long> records,
            Counts.Batches batches,
            Map<EventKind, Long> events,
            int nodes) {}
}
