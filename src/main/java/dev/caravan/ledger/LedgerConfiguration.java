package dev.caravan.ledger;

import java.nio.file.Path;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

@Configuration(proxyBeanMethods = false)
class LedgerConfiguration {

    @Bean
    LedgerPlace ledgerPlace(@Value("${caravan.data:data}") Path data, Environment environment) {
        return LedgerPlace.of(environment, data);
    }

    @Bean
    Ledger ledger(LedgerPlace place, Clock clock) {
        return place.open(clock);
    }
}
