package dev.caravan.intake.jsonl;

import dev.caravan.intake.RecordFormat;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class JsonlConfiguration {

    @Bean
    RecordFormat jsonlFormat() {
        return new JsonlFormat();
    }
}
