package dev.caravan.publish.kafka;

import dev.caravan.config.Problems;
import java.util.Map;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/** Lets tests of routes make a Kafka sink. */
public final class KafkaTestAccess {
    private KafkaTestAccess() {}

    /** @param settings e.g. {@code caravan.kafka.events.bootstrap.servers} */
    public static KafkaSink sink(Map<String, Object> settings) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("test", settings));
        Problems problems = new Problems();
        Clusters clusters = Clusters.read(environment, problems);
        problems.throwIfAny();
        return new KafkaSink(clusters);
    }
}
