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
@Import({
    FilesController.class,
    BatchesController.class,
    ModelsController.class,
    AskController.class,
    AzureAskController.class,
    AzureFilesController.class,
    AzureBatchesController.class,
    AzureModelsController.class
})
class OpenAiSurfaceConfiguration {
    @Bean
    OpenAiSurface openAiSurface() {
        return new OpenAiSurface();
    }

    @Bean
    OpenAiService openAiService(SimulatorData data, SimulatorSettings settings, SimulatorTime time, JobEngine engine)
            throws IOException {
        FileStore files =
                new FileStore(OpenAiSurface.NAME, data.of(OpenAiSurface.NAME).resolve("files"), settings, time);
        return new OpenAiService(
                files, engine.open(OpenAiSurface.NAME, new OpenAiLines(files, settings, time)), settings);
    }

    @Bean
    AzureSurface azureSurface() {
        return new AzureSurface();
    }

    @Bean
    AzureService azureService(SimulatorData data, SimulatorSettings settings, SimulatorTime time, JobEngine engine)
            throws IOException {
        FileStore files =
                new FileStore(AzureSurface.NAME, data.of(AzureSurface.NAME).resolve("files"), settings, time);
        return new AzureService(files, engine.open(AzureSurface.NAME, new AzureLines(files, settings, time)), settings);
    }
}
