package dev.caravan.simulator.openai;

import dev.caravan.simulator.core.FileStore;
import dev.caravan.simulator.core.JobEngine;
import dev.caravan.simulator.core.SimulatorData;
import dev.caravan.simulator.core.SimulatorSettings;
import dev.caravan.simulator.core.SimulatorTime;
import java.io.IOException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Profile;

@Configuration(proxyBeanMethods = false)
@Profile("simulator")
@Import({FilesController.class, BatchesController.class, ModelsController.class})
class OpenAiConfiguration {
    @Bean
    OpenAiSurface openAiSurface() {
        return new OpenAiSurface();
    }

    @Bean
    OpenAiStores openAiStores(SimulatorData data, SimulatorSettings settings, SimulatorTime time, JobEngine engine)
            throws IOException {
        FileStore files = new FileStore(data.of(OpenAiSurface.NAME).resolve("files"), settings, time);
        return new OpenAiStores(files, engine.open(OpenAiSurface.NAME, new OpenAiLines(files, settings, time)));
    }
}
