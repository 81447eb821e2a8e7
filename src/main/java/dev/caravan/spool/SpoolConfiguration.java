package dev.caravan.spool;

import dev.caravan.bucket.Buckets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongSupplier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class SpoolConfiguration {

    @Bean
    Room room(
            @Value("${caravan.spool:}") String where,
            @Value("${caravan.data:data}") Path data,
            @Value("${caravan.disk.min-free:}") String least,
            LongSupplier nanoTime) {
        boolean elsewhere = !where.isBlank() && !where.contains("://");
        return new Room(elsewhere ? List.of(data, Path.of(where)) : List.of(data), MinFree.of(least), nanoTime);
    }

    @Bean
    Spool spool(
            @Value("${caravan.spool:}") String where,
            @Value("${caravan.data:data}/spool") Path folder,
            Buckets buckets,
            Room room)
            throws IOException {
        return Spools.at(where, folder, buckets, room);
    }
}
