package dev.caravan.model;

import dev.caravan.config.Placeholders;
import dev.caravan.config.Problems;
import java.nio.file.Path;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

@Configuration(proxyBeanMethods = false)
class ModelConfiguration {

    @Bean
    Models models(
            @Value("${caravan.config:config}") String configDir,
            ProtocolFacts protocols,
            ObjectProvider<Vault> vault,
            Environment environment) {
        Problems problems = new Problems();
        Placeholders placeholders = new Placeholders(
                name -> Optional.ofNullable(environment.getProperty(name)),
                name -> vault.getObject().secret(name));
        Models models = ModelsReader.read(Path.of(configDir), protocols, placeholders, problems);
        problems.throwIfAny();
        return models;
    }
}
