package dev.caravan.intake.zip;

import dev.caravan.intake.RecordFormat;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;

@Configuration(proxyBeanMethods = false)
class ZipConfiguration {

    @Bean
    RecordFormat zipFormat(
            @Value("${caravan.formats.zip.entries:100000}") int entries,
            @Value("${caravan.formats.zip.unpacked:20GB}") DataSize unpacked,
            @Value("${caravan.formats.zip.ratio:200}") int ratio) {
        return new ZipFormat(new ZipLimits(entries, unpacked.toBytes(), ratio));
    }
}
