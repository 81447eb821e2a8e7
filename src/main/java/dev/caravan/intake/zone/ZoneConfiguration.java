package dev.caravan.intake.zone;

import dev.caravan.bucket.Buckets;
import dev.caravan.ledger.Ledger;
import dev.caravan.spool.Spool;
import dev.caravan.task.Tasks;
import java.time.Clock;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;

@Configuration(proxyBeanMethods = false)
class ZoneConfiguration {

    @Bean
    BucketZones bucketZones(Ledger ledger, Spool spool, Tasks tasks, Buckets buckets, Clock clock) {
        return new BucketZones(ledger, spool, tasks, buckets, clock);
    }

    /** A large object must not hold up the end of the process; it is taken again at the next start. */
    @Bean
    ApplicationListener<ContextClosedEvent> stopTaking(BucketZones zones) {
        return event -> zones.stop();
    }
}
