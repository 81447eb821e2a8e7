package dev.caravan.model;

import dev.caravan.config.Placeholders;
import dev.caravan.config.Problems;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

@Configuration(proxyBeanMethods = false)
class ModelConfiguration {

    @Bean
    ModelFiles modelFiles(
            @Value("${caravan.config:config}") String configDir,
            ProtocolFacts protocols,
            ObjectProvider<Vault> vault,
            Environment environment) {
        Problems problems = new Problems();
        Placeholders placeholders = new Placeholders(
                name -> Optional.ofNullable(environment.getProperty(name)),
                name -> vault.getObject().secret(name));
        ModelFiles files = ModelFiles.read(Path.of(configDir), protocols, placeholders, problems);
        problems.throwIfAny();
        return files;
    }

    /** What was made elsewhere and does not fit any more is left out; nobody can mend it before Caravan runs. */
    @Bean
    Models models(ModelFiles files, ObjectProvider<MadeEntries> made) {
        Problems ofFiles = new Problems();
        Problems ofAll = new Problems();
        MadeEntries entries = made.getIfAvailable(() -> List::of);
        Models models = files.with(entries.list(), ofAll);
        ofAll.sorted().forEach(problem -> {
            if (files.isOne(problem.file())) {
                ofFiles.add(problem.file(), problem.line(), problem.message(), problem.hint());
            } else {
                LoggerFactory.getLogger(Models.class)
                        .error("{}. It is left out until it is changed over HTTP", problem);
            }
        });
        ofFiles.throwIfAny();
        return models;
    }
}
