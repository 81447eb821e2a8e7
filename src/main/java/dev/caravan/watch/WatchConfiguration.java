package dev.caravan.watch;

import dev.caravan.ledger.Ledger;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class WatchConfiguration {
    @Bean
    ChangeStreams changeStreams(
            Ledger ledger,
            @Value("${caravan.stream.connections:64}") int connections,
            @Value("${caravan.stream.of-one-caller:4}") int ofOneCaller,
            @Value("${caravan.stream.lasts-ms:900000}") long lastsMillis) {
        return new ChangeStreams(ledger, new StreamSettings(connections, ofOneCaller, Duration.ofMillis(lastsMillis)));
    }
}
