package dev.caravan.ledger;

import java.nio.file.Path;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class LedgerConfiguration {

    @Bean
    Ledger ledger(@Value("${caravan.data:data}") Path data, Clock clock) {
        return SqliteLedger.open(data.resolve("ledger").resolve("caravan.db"), clock);
    }
}
