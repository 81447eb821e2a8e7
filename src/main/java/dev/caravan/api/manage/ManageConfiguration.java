package dev.caravan.api.manage;

import dev.caravan.access.Sight;
import dev.caravan.ledger.Ledger;
import dev.caravan.provider.ModelListFiles;
import java.nio.file.Path;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ManageConfiguration {
    @Bean
    Asker asker(Ledger ledger, Sight sight) {
        return new Asker(ledger, sight);
    }

    @Bean
    ModelListFiles modelListFiles(@Value("${caravan.data:data}/models") Path folder) {
        return new ModelListFiles(folder);
    }
}
