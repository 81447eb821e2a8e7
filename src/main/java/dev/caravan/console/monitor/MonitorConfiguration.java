package dev.caravan.console.monitor;

import dev.caravan.access.Sight;
import dev.caravan.batch.WhyWaiting;
import dev.caravan.console.Sources;
import dev.caravan.ledger.Ledger;
import dev.caravan.task.Tasks;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class MonitorConfiguration {

    @Bean
    Viewer viewer(Ledger ledger, Sight sight, Tasks tasks, Sources sources, Clock clock, WhyWaiting why) {
        return new Viewer(ledger, sight, tasks, sources, clock, why);
    }
}
