package dev.caravan.publish;

import dev.caravan.ledger.Ledger;
import dev.caravan.spool.Spool;
import dev.caravan.task.Tasks;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the stage and the file sink under the names that the routes use. */
@Configuration(proxyBeanMethods = false)
class PublishConfiguration {

    @Bean
    PublishSettings publishSettings(
            @Value("${caravan.publish.records:10000}") int records, @Value("${caravan.publish.sends:20}") int sends) {
        return new PublishSettings(records, sends);
    }

    @Bean
    Publishing publishing(Ledger ledger, Tasks tasks, ContentWriter contents, PublishSettings settings, Clock clock) {
        return new Publishing(ledger, tasks, contents, settings.records(), new Stuck(clock));
    }

    @Bean
    ContentWriter contentWriter(Ledger ledger, Spool spool, Answers answers) {
        return new ContentWriter(ledger, spool, answers);
    }

    @Bean
    Publish publish(Publishing publishing, Ledger ledger, Spool spool, PublishSettings settings) {
        Deliveries deliveries = new Deliveries(ledger, spool, settings.sends());
        deliveries.start();
        return new Publish(publishing, deliveries);
    }

    @Bean
    FileSink fileSink(Ledger ledger) {
        return new FileSink(new CsvColumns(ledger));
    }
}
