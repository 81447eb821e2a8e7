package dev.caravan.publish.kafka;

import dev.caravan.config.Problems;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

@Configuration(proxyBeanMethods = false)
class KafkaConfiguration {

    @Bean
    Clusters clusters(Environment environment) {
        Problems problems = new Problems();
        Clusters clusters = Clusters.read(environment, problems);
        problems.throwIfAny();
        return clusters;
    }

    @Bean
    KafkaSink kafkaSink(Clusters clusters) {
        return new KafkaSink(clusters);
    }
}
