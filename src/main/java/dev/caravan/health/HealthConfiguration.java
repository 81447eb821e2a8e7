package dev.caravan.health;

import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.Nodes;
import dev.caravan.spool.Spool;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What readiness and liveness are made of, beside the routes. application.yaml says which belongs to which. */
@Configuration(proxyBeanMethods = false)
class HealthConfiguration {
    private static final Duration WITHIN = Duration.ofSeconds(2);
    private static final TimedHealth.Limits LEDGER = new TimedHealth.Limits(WITHIN, Duration.ofSeconds(2));
    /** A bucket is paid by the call. */
    private static final TimedHealth.Limits SPOOL = new TimedHealth.Limits(WITHIN, Duration.ofSeconds(15));

    @Bean
    HealthIndicator ledgerHealthIndicator(Ledger ledger, Pulse pulse, LongSupplier nanoTime) {
        return new TimedHealth("The ledger", () -> ledger(ledger.nodes(), pulse), LEDGER, nanoTime);
    }

    private static Health ledger(Nodes nodes, Pulse pulse) {
        nodes.me();
        if (pulse.trouble().isPresent()) {
            return TimedHealth.down(pulse.trouble().get());
        }
        return pulse.sinceBeat().compareTo(pulse.lateAfter()) > 0
                ? TimedHealth.down("The ledger can be read, but has not taken a write of this node for "
                        + pulse.sinceBeat().toSeconds() + " s")
                : Health.up().build();
    }

    @Bean
    HealthIndicator nodeHealthIndicator(Ledger ledger, LongSupplier nanoTime) {
        return new TimedHealth("The ledger", () -> node(ledger.nodes()), LEDGER, nanoTime);
    }

    private static Health node(Nodes nodes) {
        Nodes.Node me = nodes.me();
        return me.endedAt() == null
                ? Health.up().build()
                : TimedHealth.down(me.called() + ", which is this process, counts as dead since " + me.endedAt()
                        + ": others do its work, and it ends by itself");
    }

    @Bean
    HealthIndicator spoolHealthIndicator(Spool spool, LongSupplier nanoTime) {
        return new TimedHealth(
                "The spool",
                () -> {
                    spool.probe();
                    return Health.up().build();
                },
                SPOOL,
                nanoTime);
    }

    @Bean
    HealthIndicator heartbeatHealthIndicator(Pulse pulse) {
        return () -> pulse.isBeating()
                ? Health.up().build()
                : TimedHealth.down("nothing says any more that this node lives; the others will call it dead");
    }

    @Bean
    HealthIndicator threadsHealthIndicator() {
        return new DeadlockHealth(ManagementFactory.getThreadMXBean());
    }
}
