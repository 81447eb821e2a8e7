package dev.caravan.publish.http;

import dev.caravan.config.OutgoingHosts;
import dev.caravan.config.Problems;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

@Configuration(proxyBeanMethods = false)
class HttpConfiguration {

    @Bean
    Endpoints endpoints(Environment environment, OutgoingHosts hosts) {
        Problems problems = new Problems();
        Endpoints endpoints = Endpoints.read(environment, hosts, problems);
        problems.throwIfAny();
        return endpoints;
    }

    @Bean
    HttpSink httpSink(Endpoints endpoints) {
        return new HttpSink(endpoints);
    }
}
