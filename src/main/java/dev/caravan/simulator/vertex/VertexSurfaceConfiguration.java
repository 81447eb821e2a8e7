package dev.caravan.simulator.vertex;

import dev.caravan.simulator.core.JobEngine;
import dev.caravan.simulator.core.SimulatorSettings;
import java.io.IOException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Profile;

@Configuration(proxyBeanMethods = false)
@Profile("simulator")
@Import({VertexController.class, VertexAskController.class})
class VertexSurfaceConfiguration {
    @Bean
    VertexSurface vertexSurface() {
        return new VertexSurface();
    }

    @Bean
    VertexStores vertexStores(SimulatorSettings settings, JobEngine engine) throws IOException {
        CloudStorage storage = new CloudStorage(settings);
        return new VertexStores(storage, engine.open(VertexSurface.NAME, new VertexLines(storage, settings)));
    }
}
