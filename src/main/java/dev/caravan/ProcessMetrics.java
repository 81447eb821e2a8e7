package dev.caravan;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/** What this process knows of itself: which version it is, and what its last recount found. */
final class ProcessMetrics implements MeterBinder {
    private static final double MILLIS = 1_000;

    private final ConservationCheck conservation;
    private final String version;

    ProcessMetrics(ConservationCheck conservation, String version) {
        this.conservation = conservation;
        this.version = version;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("caravan.version", () -> 1)
                .description("1, with the version that runs")
                .tag("version", version)
                .register(registry);
        Gauge.builder(
                        "caravan.conservation.problems",
                        conservation,
                        check -> check.problems().size())
                .description("Counters that disagreed with their rows at the last recount")
                .register(registry);
        Gauge.builder(
                        "caravan.conservation.age",
                        conservation,
                        check -> check.age().toMillis() / MILLIS)
                .description("Time since the last recount that came to its end, or since the start")
                .baseUnit("seconds")
                .register(registry);
    }
}
