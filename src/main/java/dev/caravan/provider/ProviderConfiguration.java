package dev.caravan.provider;

import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ProviderConfiguration {

    @Bean
    Protocols protocols(List<Protocol> protocols) {
        return new Protocols(protocols);
    }
}
