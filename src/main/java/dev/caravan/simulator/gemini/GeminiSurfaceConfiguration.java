package dev.caravan.simulator.gemini;

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
@Import({GeminiFilesController.class, GeminiBatchesController.class, GeminiAskController.class})
class GeminiSurfaceConfiguration {
    @Bean
    GeminiSurface geminiSurface() {
        return new GeminiSurface();
    }

    @Bean
    GeminiStores geminiStores(SimulatorData data, SimulatorSettings settings, SimulatorTime time, JobEngine engine)
            throws IOException {
        FileStore files =
                new FileStore(GeminiSurface.NAME, data.of(GeminiSurface.NAME).resolve("files"), settings, time);
        return new GeminiStores(
                new GeminiFiles(files, settings), engine.open(GeminiSurface.NAME, new GeminiLines(files, settings)));
    }
}
