package dev.caravan;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/** Whether the data folder was missing or empty before anything of this process wrote into it. */
record FirstRun(boolean isFirst) {

    static FirstRun in(Path data) {
        if (!Files.isDirectory(data)) {
            return new FirstRun(true);
        }
        try (Stream<Path> entries = Files.list(data)) {
            return new FirstRun(entries.allMatch(entry -> entry.toFile().isHidden()));
        } catch (IOException e) {
            throw new UncheckedIOException("Can't look into the data folder " + data, e);
        }
    }

    /** Looks before the first bean is made; the ledger fills the folder. */
    static final class Notice implements ApplicationContextInitializer<ConfigurableApplicationContext> {
        @Override
        public void initialize(ConfigurableApplicationContext context) {
            Path data = Path.of(context.getEnvironment().getProperty("caravan.data", "data"));
            context.getBeanFactory().registerSingleton("firstRun", in(data));
        }
    }
}
