package dev.caravan.intake.parquet;

import dev.caravan.intake.LocalCopies;
import dev.caravan.intake.RecordFormat;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ParquetConfiguration {

    @Bean
    RecordFormat parquetFormat(LocalCopies copies) {
        return new ParquetFormat(copies, Runtime.getRuntime().maxMemory());
    }
}
