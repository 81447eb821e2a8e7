package dev.caravan.retention;

import dev.caravan.ledger.Ledger;
import dev.caravan.provider.ProviderDates;
import dev.caravan.restore.Restored;
import dev.caravan.spool.Spool;
import dev.caravan.task.Tasks;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the stages under the names that the routes use. A restored ledger knows first what its spool knows. */
@Configuration(proxyBeanMethods = false)
class RetentionConfiguration {

    /** Who works off and exits wants the last outcome in the manifest. */
    @Bean
    Manifests manifests(
            Restored restored,
            Ledger ledger,
            Spool spool,
            @Value("${caravan.data:data}/manifests") Path folder,
            Clock clock,
            @Value("${caravan.manifests.again-ms:600000}") long againMillis,
            @Value("${caravan.exit-when-settled:false}") boolean exits) {
        return new Manifests(ledger, spool, folder, clock, Duration.ofMillis(exits ? 0 : againMillis));
    }

    @Bean
    Retention retention(
            Restored restored,
            Ledger ledger,
            Tasks tasks,
            Spool spool,
            ProviderDates dates,
            Clock clock,
            @Value("${caravan.retention.drops:1000}") int most) {
        return new Retention(ledger, tasks, new Payloads(spool), new Clocks(clock, dates, spool), clock, most);
    }

    @Bean
    Erasing erasures(Restored restored, Ledger ledger, Spool spool, @Value("${caravan.data:data}") Path data)
            throws IOException {
        Erasing erasing = new Erasing(ledger, spool, new EraseRequests(data));
        erasing.start();
        return erasing;
    }
}
