package dev.caravan.reload;

import dev.caravan.ledger.Ledger;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.LongSupplier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Only where there is a process around that can do it: not in commands. */
@Configuration(proxyBeanMethods = false)
class ReloadConfiguration {

    @Bean
    @ConditionalOnBean(Runner.class)
    ReloadLook reloadLook(
            Runner runner,
            Ledger ledger,
            LongSupplier nanoTime,
            @Value("${caravan.reload.on-change:false}") boolean onChange) {
        return new ReloadLook(runner, ledger, onChange ? new FileWatch(runner, nanoTime) : null);
    }

    @Bean
    @ConditionalOnBean(Runner.class)
    MeterBinder reloadMetrics(Runner runner) {
        return registry -> Gauge.builder(
                        "caravan.on.last.good",
                        runner,
                        process -> process.loaded().lastGood() ? 1 : 0)
                .description(
                        "1 while this process runs with the last good copy of its files, because it could not start"
                                + " with those that are there")
                .register(registry);
    }
}
