package dev.caravan.restore;

import dev.caravan.ledger.Ledger;
import dev.caravan.restore.SpoolClaim.Wish;
import dev.caravan.spool.Place;
import dev.caravan.spool.Spool;
import dev.caravan.spool.SpoolOwner;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class RestoreConfiguration {

    /** Whoever writes into the spool needs this first. */
    @Bean
    SpoolOwner spoolOwner(
            Ledger ledger,
            Spool spool,
            Clock clock,
            @Value("${caravan.data:data}/ledger") Path folder,
            @Value("${caravan.moved:false}") boolean moved,
            @Value("${caravan.fork:false}") boolean fork)
            throws IOException {
        if (moved && fork) {
            throw new IllegalArgumentException(
                    "--moved and --fork together mean nothing: a ledger was moved, or copied");
        }
        Wish wish = moved ? Wish.MOVED : fork ? Wish.FORK : Wish.NONE;
        return new SpoolStart(ledger, spool, clock).claim(Place.of(folder), wish);
    }
}
