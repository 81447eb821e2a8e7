package dev.caravan.config;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

@Configuration(proxyBeanMethods = false)
class OutgoingConfiguration {

    @Bean
    OutgoingHosts outgoingHosts(Environment environment) {
        Problems problems = new Problems();
        OutgoingHosts hosts = OutgoingHosts.read(environment, problems);
        problems.throwIfAny();
        return hosts;
    }
}
