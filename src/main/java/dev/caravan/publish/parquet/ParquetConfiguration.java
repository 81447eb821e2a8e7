package dev.caravan.publish.parquet;

import dev.caravan.publish.Columns;
import dev.caravan.publish.ContentFormat;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ParquetConfiguration {

    @Bean
    ContentFormat parquetContent(Columns columns) {
        return new ParquetFormat(columns);
    }
}
