package dev.caravan.intake.json;

import dev.caravan.intake.RecordFormat;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class JsonConfiguration {

    @Bean
    RecordFormat jsonFormat() {
        return new JsonFormat();
    }
}
