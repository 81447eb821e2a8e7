package dev.caravan.intake.csv;

import dev.caravan.intake.RecordFormat;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class CsvConfiguration {

    @Bean
    RecordFormat csvFormat() {
        return new CsvFormat();
    }
}
