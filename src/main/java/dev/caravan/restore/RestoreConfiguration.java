package dev.caravan.restore;

import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.LedgerPlace;
import dev.caravan.restore.SpoolClaim.Wish;
import dev.caravan.spool.Place;
import dev.caravan.spool.Spool;
import dev.caravan.spool.SpoolOwner;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class RestoreConfiguration {

    @Bean
    Company company(
            Ledger ledger,
            Spool spool,
            @Value("${caravan.spool-shared:false}") boolean shared,
            @Value("${caravan.node.beat-ms:5000}") long beatMillis,
            @Value("${caravan.node.dead-after-ms:60000}") long deadAfterMillis) {
        return new Company(
                ledger.nodes(),
                spool,
                shared,
                new Company.Patience(
                        Duration.ofMillis(beatMillis),
                        Duration.ofMillis(deadAfterMillis),
                        time -> LockSupport.parkNanos(time.toNanos())));
    }

    /** Whoever writes into the spool needs this first. */
    @Bean
    SpoolOwner spoolOwner(
            Ledger ledger,
            LedgerPlace ledgerPlace,
            Spool spool,
            Clock clock,
            @Value("${caravan.data:data}/ledger") Path folder,
            @Value("${caravan.moved:false}") boolean moved,
            @Value("${caravan.fork:false}") boolean fork,
            Company company)
            throws IOException {
        if (moved && fork) {
            throw new IllegalArgumentException(
                    "--moved and --fork together mean nothing: a ledger was moved, or copied");
        }
        Wish wish = moved ? Wish.MOVED : fork ? Wish.FORK : Wish.NONE;
        return new SpoolStart(ledger, spool, clock, company).claim(place(ledgerPlace, folder), wish);
    }

    private static Place place(LedgerPlace ledger, Path folder) throws IOException {
        Optional<String> database = ledger.database();
        return database.isPresent() ? new Place("", ledger.toString(), database.get()) : Place.of(folder);
    }
}
