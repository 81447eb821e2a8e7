package dev.caravan.provider;

import dev.caravan.model.Models;
import java.nio.file.Path;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ProviderConfiguration {

    @Bean
    Protocols protocols() {
        return Protocols.installed();
    }

    @Bean
    ModelLists modelLists(
            Models models, Protocols protocols, @Value("${caravan.data:data}/models") Path folder, Clock clock) {
        return new ModelLists(models, protocols, new ModelListFiles(folder), clock);
    }
}
