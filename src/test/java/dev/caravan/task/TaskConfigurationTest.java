package dev.caravan.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.config.ConfigurationProblems;
import dev.caravan.model.Models;
import dev.caravan.provider.Protocols;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.AnnotationConfigRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;

class TaskConfigurationTest {
    @TempDir
    Path temp;

    private ApplicationContextRunner spring() {
        return new ApplicationContextRunner()
                .withInitializer(
                        context -> ((AnnotationConfigRegistry) context).scan("dev.caravan.model", "dev.caravan.task"))
                // As an application has it: times are written as 30d.
                .withInitializer(context ->
                        context.getBeanFactory().setConversionService(ApplicationConversionService.getSharedInstance()))
                .withBean(Protocols.class, Protocols::installed);
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

    private void writeBrokenFiles() throws IOException {
        Files.createDirectories(temp.resolve("tasks"));
        Files.writeString(temp.resolve("providers.yaml"), "simulator: {}\n");
        Files.writeString(temp.resolve("models.yaml"), "credentials: {}\nbatch-models: {}\n");
    }

    @Test
    void doesNotStartWithProblems() throws IOException {
        writeBrokenFiles();

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

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void aFailedStartShowsTheProblemsInsteadOfAStackTrace(CapturedOutput output) throws IOException {
        writeBrokenFiles();
        SpringApplication application = new SpringApplication(Start.class);
        application.setWebApplicationType(WebApplicationType.NONE);

        assertThatThrownBy(() -> application.run("--caravan.config=" + temp)).isNotNull();
        assertThat(output)
                .contains(
                        "4 problems in the configuration:\n    Missing key \"read\" in " + temp + "/providers.yaml:1\n")
                .contains("Correct these files and start again. Nothing was sent.")
                .doesNotContain("\tat ");
    }

    @ComponentScan({"dev.caravan.model", "dev.caravan.task"})
    static class Start {
        @Bean
        Protocols protocols() {
            return Protocols.installed();
        }
    }
}
