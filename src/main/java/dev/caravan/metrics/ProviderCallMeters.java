package dev.caravan.metrics;

import dev.caravan.model.Credential;
import dev.caravan.model.Models;
import dev.caravan.provider.CallObserver;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Set;

/** How long calls to providers take, and how they end. What belongs to a credential goes when the credential goes. */
final class ProviderCallMeters implements CallObserver {
    static final String NAME = "caravan.provider.call";

    /** From the answer of a busy server close by to the longest wait that a route allows. */
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(100),
        Duration.ofMillis(300),
        Duration.ofSeconds(1),
        Duration.ofSeconds(3),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofMinutes(1),
        Duration.ofMinutes(5),
        Duration.ofMinutes(10)
    };

    private final MeterRegistry registry;
    private final Models models;
    private volatile long revision;

    ProviderCallMeters(MeterRegistry registry, Models models) {
        this.registry = registry;
        this.models = models;
        this.revision = models.revision();
    }

    @Override
    public void ended(EndedCall call) {
        forgetWhatIsGone();
        Credential credential = models.credentials().get(call.credential());
        if (credential == null) {
            return;
        }
        Timer.builder(NAME)
                .description("Calls to providers, until their answer was read to its end")
                .tag("credential", call.credential())
                .tag("provider", credential.provider().name())
                .tag("call", call.kind().word())
                .tag("outcome", call.end().word())
                .serviceLevelObjectives(BUCKETS)
                .register(registry)
                .record(call.took());
    }

    private void forgetWhatIsGone() {
        long now = models.revision();
        if (now == revision) {
            return;
        }
        revision = now;
        Set<String> known = models.credentials().keySet();
        for (Meter meter : registry.find(NAME).meters()) {
            if (!known.contains(meter.getId().getTag("credential"))) {
                registry.remove(meter);
            }
        }
    }
}
