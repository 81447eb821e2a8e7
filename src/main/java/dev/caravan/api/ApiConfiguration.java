package dev.caravan.api;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ApiConfiguration {

    @Bean
    V1Strays v1Strays() {
        return new V1Strays();
    }

    @Bean
    V1Failures v1Failures() {
        return new V1Failures();
    }
}
