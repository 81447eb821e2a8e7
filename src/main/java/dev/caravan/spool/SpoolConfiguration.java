package dev.caravan.spool;

import java.nio.file.Path;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class SpoolConfiguration {

    @Bean
    Spool spool(@Value("${caravan.data:data}/spool") Path root) {
        return new LocalSpool(root);
    }
}
