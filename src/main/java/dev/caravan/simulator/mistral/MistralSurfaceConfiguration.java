package dev.caravan.simulator.mistral;

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
@Import({MistralFilesController.class, MistralJobsController.class, MistralAskController.class})
class MistralSurfaceConfiguration {
    @Bean
    MistralSurface mistralSurface() {
        return new MistralSurface();
    }

    @Bean
    MistralStores mistralStores(SimulatorData data, SimulatorSettings settings, SimulatorTime time, JobEngine engine)
            throws IOException {
        FileStore files =
                new FileStore(MistralSurface.NAME, data.of(MistralSurface.NAME).resolve("files"), settings, time);
        return new MistralStores(files, engine.open(MistralSurface.NAME, new MistralLines(files, settings, time)));
    }
}
