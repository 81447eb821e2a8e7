package dev.caravan.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.config.ConfigurationProblems;
import dev.caravan.model.Models;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class TaskConfigurationTest {
    @TempDir
    Path temp;

    private ApplicationContextRunner spring() {
        return new ApplicationContextRunner()
                .withInitializer(context -> ((org.springframework.context.annotation.AnnotationConfigRegistry) context)
                        .scan("dev.caravan.model", "dev.caravan.task"));
    }

    @Test
    void providesModelsAndTasksOfTheConfigurationFolder() {
        spring().withPropertyValues("caravan.config=config", "caravan.simulator.url=http://localhost:1/simulator")
                .run(context -> {
                    assertThat(context.getBean(Models.class).models().keySet()).containsExactly("fast", "careful");
                    assertThat(context.getBean(Tasks.class).find("triage-tickets"))
                            .isPresent();
                });
    }

    @Test
    void doesNotStartWithProblems() throws IOException {
        Files.createDirectories(temp.resolve("tasks"));
        Files.writeString(temp.resolve("providers.yaml"), "simulator: {}\n");
        Files.writeString(temp.resolve("models.yaml"), "credentials: {}\nbatch-models: {}\n");

        spring().withPropertyValues("caravan.config=" + temp)
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(ConfigurationProblems.class)
                        .hasMessage("4 problems in the configuration:\n"
                                + "  Missing key \"read\" in " + temp + "/providers.yaml:1\n"
                                + "  Missing key \"protocol\" in " + temp + "/providers.yaml:1\n"
                                + "  Missing key \"base-url\" in " + temp + "/providers.yaml:1\n"
                                + "  Missing key \"limits\" in " + temp + "/providers.yaml:1"));
    }
}
