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
        if (where.contains("://")) {
            return new TellingSpool(new BucketSpool(buckets.storeAt(where)), "in " + where, null);
        }
        Path root = (where.isBlank() ? folder : Path.of(where)).toAbsolutePath().normalize();
        return new TellingSpool(new LocalSpool(root), "in " + root, root);
    }
}
