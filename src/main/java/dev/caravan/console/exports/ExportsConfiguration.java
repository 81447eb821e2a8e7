package dev.caravan.console.exports;

import dev.caravan.audit.RecordValues;
import dev.caravan.ledger.Ledger;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ExportsConfiguration {

    @Bean
    ExportSettings exportSettings(@Value("${caravan.console.exports:4}") int atOnce) {
        return new ExportSettings(atOnce);
    }

    @Bean
    RecordList recordList(Ledger ledger, RecordValues values) {
        return new RecordList(ledger.contents(), values);
    }
}
