package dev.caravan.spool;

import dev.caravan.bucket.Buckets;
import java.io.IOException;
import java.nio.file.Path;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class SpoolConfiguration {

    @Bean
    Spool spool(
            @Value("${caravan.spool:}") String where, @Value("${caravan.data:data}/spool") Path folder, Buckets buckets)
            throws IOException {
        return Spools.at(where, folder, buckets);
    }
}
