package dev.caravan.bucket;

import dev.caravan.config.Placeholders;
import dev.caravan.config.Problems;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

@Configuration(proxyBeanMethods = false)
class BucketConfiguration {

    @Bean
    Buckets buckets(@Value("${caravan.config:config}") String configDir, Environment environment) {
        Problems problems = new Problems();
        Placeholders placeholders = new Placeholders(name -> Optional.ofNullable(environment.getProperty(name)));
        Map<String, BucketSettings> settings = BucketsReader.read(Path.of(configDir), placeholders, problems);
        problems.throwIfAny();
        return new Buckets(settings);
    }
}
