package dev.caravan.simulator.anthropic;

import dev.caravan.simulator.core.JobEngine;
import dev.caravan.simulator.core.Jobs;
import dev.caravan.simulator.core.SimulatorSettings;
import java.io.IOException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Profile;

@Configuration(proxyBeanMethods = false)
@Profile("simulator")
@Import({AnthropicBatchesController.class, AnthropicModelsController.class, AnthropicAskController.class})
class AnthropicSurfaceConfiguration {
    /** The jobs of this surface, so that those of others can't be meant. */
    record Batches(Jobs jobs) {}

    @Bean
    AnthropicSurface anthropicSurface() {
        return new AnthropicSurface();
    }

    @Bean
    Batches anthropicBatches(SimulatorSettings settings, JobEngine engine) throws IOException {
        return new Batches(engine.open(AnthropicSurface.NAME, new MessageLines(settings)));
    }
}
