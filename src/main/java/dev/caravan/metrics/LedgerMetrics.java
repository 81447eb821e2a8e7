package dev.caravan.metrics;

import dev.caravan.ledger.Backlog;
import dev.caravan.ledger.BatchState;
import dev.caravan.ledger.DropState;
import dev.caravan.ledger.EventKind;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger says of the whole, the same on every node. It is read when it is scraped, and seldom; series that are new
 * are there at the scrape after.
 */
final class LedgerMetrics implements MeterBinder {
    private static final String USD = "usd";
    private static final String SECONDS = "seconds";
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final double MICROS = 1_000_000;
    private static final double MILLIS = 1_000;

    private final Fresh<LedgerSnapshot> fresh;
    private final Clock clock;
    private final List<Family> families = new ArrayList<>();
    private volatile @Nullable MeterRegistry registry;

    /** @param reader does the reading, on whatever thread */
    LedgerMetrics(Supplier<LedgerSnapshot> reads, Consumer<Runnable> reader, Clock clock, LongSupplier nanoTime) {
        this.fresh = new Fresh<>(reads, this::become, reader, nanoTime, PATIENCE);
        this.clock = clock;
        work();
        waiting();
        people();
        money();
        machine();
    }

    @Override
    public void bindTo(MeterRegistry to) {
        registry = to;
        Gauge.builder("caravan.ledger.up", this, metrics -> metrics.isUp() ? 1 : 0)
                .description("Whether the ledger answered when it was last asked for metrics")
                .register(to);
        Gauge.builder("caravan.ledger.read.age", fresh, one -> seconds(one.age()))
                .description("Age of what all metrics of the ledger say")
                .baseUnit(SECONDS)
                .register(to);
    }

    private boolean isUp() {
        fresh.ask();
        return fresh.works();
    }

    private void become(LedgerSnapshot snapshot) {
        MeterRegistry to = registry;
        if (to != null) {
            families.forEach(family -> family.become(to, snapshot));
        }
    }

    private void work() {
        add(Kind.gauge("caravan.records", "Records by task and state", null, "task", "state"), s -> {
            Map<List<String>, Double> all = new HashMap<>();
            s.records()
                    .forEach((task, states) ->
                            states.forEach((state, n) -> all.put(List.of(task, Values.word(state)), (double) n)));
            return all;
        });
        each(
                Kind.gauge(
                        "caravan.records.held",
                        "Held records by code, among the first 1000 of each task",
                        null,
                        "task",
                        "code"),
                LedgerSnapshot::held,
                one -> List.of(one.task(), one.code()),
                Backlog.Held::records);
        add(
                Kind.gauge("caravan.drops", "Drops by state", null, "state"),
                s -> Values.counted(s.drops(), DropState.values()));
        add(
                Kind.gauge("caravan.batches", "Batches by state", null, "state"),
                s -> Values.counted(s.batches(), BatchState.values()));
        each(
                Kind.gauge(
                        "caravan.batches.oldest.age",
                        "Age of the oldest batch that is not over",
                        SECONDS,
                        "task",
                        "credential"),
                LedgerSnapshot::open,
                one -> List.of(one.task(), one.credential()),
                one -> age(one.oldest()));
        each(
                Kind.gauge(
                        "caravan.batches.late",
                        "Open batches that are past the deadline of their task",
                        null,
                        "task",
                        "credential"),
                LedgerSnapshot::open,
                one -> List.of(one.task(), one.credential()),
                Backlog.Open::late);
        add(
                Kind.gauge(
                        "caravan.stage.lag",
                        "How long what a stage would take next has been due; 0 where nothing is",
                        SECONDS,
                        "stage"),
                s -> Values.mapped(s.lags(), Double::doubleValue));
        add(
                Kind.gauge("caravan.events", "Events by kind, as long as they are kept", null, "kind"),
                s -> Values.counted(s.events(), EventKind.values()));
    }

    private void waiting() {
        each(
                Kind.gauge("caravan.reviews.open", "Records that wait for a person", null, "task"),
                LedgerSnapshot::reviews,
                one -> List.of(one.task()),
                Backlog.Reviews::items);
        each(
                Kind.gauge("caravan.reviews.oldest.age", "Since when the oldest of them is open", SECONDS, "task"),
                LedgerSnapshot::reviews,
                one -> List.of(one.task()),
                one -> age(one.oldest()));
        queues("caravan.deliveries", "Deliveries that wait or were given up", "sink", LedgerSnapshot::deliveries);
        queues("caravan.notices", "Notices that wait or were given up", "webhook", LedgerSnapshot::notices);
    }

    private void people() {
        each(
                Kind.gauge("caravan.paused.age", "Since when somebody has it paused", SECONDS, "kind", "name"),
                LedgerSnapshot::pauses,
                one -> List.of(one.what().kind().word(), one.what().name()),
                one -> age(one.at()));
    }

    private void queues(
            String name, String description, String label, Function<LedgerSnapshot, List<Backlog.Queue>> read) {
        add(Kind.gauge(name, description, null, label, "state"), s -> {
            Map<List<String>, Double> all = new HashMap<>();
            for (Backlog.Queue one : read.apply(s)) {
                all.put(List.of(one.name(), "waiting"), (double) one.waiting());
                all.put(List.of(one.name(), "given_up"), (double) one.givenUp());
            }
            return all;
        });
        each(
                Kind.gauge(name + ".oldest.age", "Age of the oldest that waits; 0 where none does", SECONDS, label),
                read,
                one -> List.of(one.name()),
                one -> age(one.oldest()));
    }

    private void money() {
        add(
                Kind.counter(
                        "caravan.cost", "What answers cost; kind is batch or realtime", USD, "task", "model", "kind"),
                s -> Values.mapped(s.money().cost()));
        add(
                Kind.counter(
                        "caravan.overspend", "The part of it that bought answers nobody uses", USD, "task", "model"),
                s -> Values.mapped(s.money().overspend()));
        add(
                Kind.counter(
                        "caravan.cost.again",
                        "What attempts had cost that were made again, by why",
                        USD,
                        "task",
                        "model",
                        "kind"),
                s -> Values.mapped(s.money().again()));
        each(
                Kind.gauge(
                        "caravan.cost.under.way", "What open batches may still cost, estimated", USD, "task", "model"),
                LedgerSnapshot::underWay,
                one -> List.of(one.task(), one.model()),
                one -> one.micros() / MICROS);
        add(
                Kind.gauge("caravan.budget.limit", "What a task may cost, for good or today", USD, "task"),
                s -> Values.mapped(s.budgets(), room -> room.cap().micros() / MICROS));
        add(
                Kind.gauge("caravan.budget.left", "What is left of it, without what is under way", USD, "task"),
                s -> Values.mapped(s.budgets(), room -> room.left() / MICROS));
        add(
                Kind.gauge("caravan.budget.spent", "What is spent of it", USD, "task"),
                s -> Values.mapped(s.budgets(), room -> room.spent() / MICROS));
    }

    private void machine() {
        add(
                Kind.gauge("caravan.nodes", "Processes that work on the ledger and live", null),
                s -> Values.one(s.nodes()));
        add(
                Kind.gauge("caravan.node.beat.age", "Since when this node has not said that it lives", SECONDS),
                s -> Values.one(age(s.me().beatAt())));
        add(
                Kind.gauge("caravan.node.start.time", "When this node was started, in seconds since 1970", SECONDS),
                s -> Values.one(s.me().startedAt().toEpochMilli() / MILLIS));
        add(Kind.gauge("caravan.ledger.size", "Size of the ledger", BaseUnits.BYTES), s -> Values.one(s.ledgerBytes()));
    }

    private void add(Kind kind, Function<LedgerSnapshot, Map<List<String>, Double>> read) {
        families.add(new Family(kind, fresh::ask, read));
    }

    private <T> void each(
            Kind kind,
            Function<LedgerSnapshot, List<T>> read,
            Function<T, List<String>> labels,
            ToDoubleFunction<T> value) {
        add(kind, s -> {
            Map<List<String>, Double> all = new HashMap<>();
            read.apply(s).forEach(one -> all.put(labels.apply(one), value.applyAsDouble(one)));
            return all;
        });
    }

    private double age(@Nullable Instant since) {
        return since == null ? 0 : Math.max(0, seconds(Duration.between(since, clock.instant())));
    }

    private static double seconds(Duration some) {
        return some.toMillis() / MILLIS;
    }
}
