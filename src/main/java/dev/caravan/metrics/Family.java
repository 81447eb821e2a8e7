package dev.caravan.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The series of one metric whose labels are known from what is read only: they come and go with it. A counter never falls
 * while this process runs.
 */
final class Family {
    private final Kind kind;
    private final Runnable asked;
    private final Function<LedgerSnapshot, Map<List<String>, Double>> read;
    private final Map<List<String>, Meter> meters = new HashMap<>();
    private volatile Map<List<String>, Double> values = Map.of();

    /**
     * @param asked done before a value is told
     * @param read values by those of the labels, in their order
     */
    Family(Kind kind, Runnable asked, Function<LedgerSnapshot, Map<List<String>, Double>> read) {
        this.kind = kind;
        this.asked = asked;
        this.read = read;
    }

    synchronized void become(MeterRegistry registry, LedgerSnapshot snapshot) {
        Map<List<String>, Double> now = new HashMap<>(read.apply(snapshot));
        if (kind.counter()) {
            values.forEach((labels, before) -> now.computeIfPresent(labels, (same, after) -> Math.max(before, after)));
        }
        values = Map.copyOf(now);
        for (Iterator<Map.Entry<List<String>, Meter>> all = meters.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<List<String>, Meter> one = all.next();
            if (!now.containsKey(one.getKey())) {
                registry.remove(one.getValue());
                all.remove();
            }
        }
        now.keySet().forEach(labels -> meters.computeIfAbsent(labels, same -> register(registry, same)));
    }

    private Meter register(MeterRegistry registry, List<String> labels) {
        Tags tags = Tags.empty();
        for (int i = 0; i < labels.size(); i++) {
            tags = tags.and(kind.labels().get(i), labels.get(i));
        }
        return kind.counter()
                ? FunctionCounter.builder(kind.name(), labels, this::value)
                        .description(kind.description())
                        .baseUnit(kind.unit())
                        .tags(tags)
                        .register(registry)
                : Gauge.builder(kind.name(), labels, this::value)
                        .strongReference(true)
                        .description(kind.description())
                        .baseUnit(kind.unit())
                        .tags(tags)
                        .register(registry);
    }

    private double value(List<String> labels) {
        asked.run();
        return values.getOrDefault(labels, Double.NaN);
    }
}
