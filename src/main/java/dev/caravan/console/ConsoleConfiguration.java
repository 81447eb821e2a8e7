package dev.caravan.console;

import java.nio.file.Path;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ConsoleConfiguration {

    @Bean
    Pages pages(StaticFiles files) {
        return new Pages(files.version());
    }

    @Bean
    Sources sources(@Value("${caravan.data:data}") Path data) {
        return new Sources(data);
    }

    @Bean
    ErrorPages errorPages(Pages pages) {
        return new ErrorPages(pages);
    }
}
