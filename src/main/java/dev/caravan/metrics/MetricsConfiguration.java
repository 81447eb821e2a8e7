package dev.caravan.metrics;

import dev.caravan.batch.CredentialRests;
import dev.caravan.batch.LeftAlone;
import dev.caravan.ledger.Ledger;
import dev.caravan.model.Models;
import dev.caravan.task.Task;
import dev.caravan.task.Tasks;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;

@Configuration(proxyBeanMethods = false)
class MetricsConfiguration {

    /** Closed before the ledger that it reads. */
    @Bean
    @DependsOn("ledger")
    MetricsReader metricsReader() {
        return new MetricsReader();
    }

    @Bean
    LedgerMetrics ledgerMetrics(
            Ledger ledger, Tasks tasks, LeftAlone leftAlone, MetricsReader reader, Clock clock, LongSupplier nanoTime) {
        return new LedgerMetrics(
                new LedgerReads(ledger, () -> budgeted(tasks), leftAlone, clock), reader::execute, clock, nanoTime);
    }

    private static Stream<String> budgeted(Tasks tasks) {
        return tasks.byName().values().stream()
                .filter(task -> task.budget() != null)
                .map(Task::name);
    }

    @Bean
    NodeMetrics nodeMetrics(
            Models models,
            CredentialRests rests,
            @Value("${caravan.data:data}") Path data,
            @Value("${caravan.spool:}") String spool,
            @Value("${caravan.outbox:${caravan.data:data}/outbox}") Path outbox) {
        return new NodeMetrics(Places.of(data, spool, outbox), models, rests);
    }

    @Bean
    ProviderCallMeters providerCallMeters(ObjectProvider<MeterRegistry> registry, Models models) {
        return new ProviderCallMeters(registry.getIfAvailable(SimpleMeterRegistry::new), models);
    }

    @Bean
    TokenMeters tokenMeters(ObjectProvider<MeterRegistry> registry, Ledger ledger) {
        return new TokenMeters(registry.getIfAvailable(SimpleMeterRegistry::new), ledger.recipes()::taskName);
    }
}
