package dev.caravan.intake.xml;

import dev.caravan.intake.RecordFormat;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class XmlConfiguration {

    @Bean
    RecordFormat xmlFormat() {
        return new XmlFormat();
    }
}
