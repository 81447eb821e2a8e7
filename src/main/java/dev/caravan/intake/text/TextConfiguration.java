package dev.caravan.intake.text;

import dev.caravan.intake.RecordFormat;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class TextConfiguration {

    @Bean
    RecordFormat textFormat() {
        return new TextFormat();
    }
}
