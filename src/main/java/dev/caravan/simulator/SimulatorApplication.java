package dev.caravan.simulator;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.autoconfigure.http.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.autoconfigure.jackson.JacksonAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.DispatcherServletAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.ServletWebServerFactoryAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.WebMvcAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.error.ErrorMvcAutoConfiguration;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Import;

/**
 * The simulator as a process of its own: a web server and nothing else, no Camel, no ledger.
 *
 * <p>Carries no stereotype, so that the component scan of Caravan itself passes it by.
 */
@ImportAutoConfiguration({
    PropertyPlaceholderAutoConfiguration.class,
    JacksonAutoConfiguration.class,
    HttpMessageConvertersAutoConfiguration.class,
    ServletWebServerFactoryAutoConfiguration.class,
    DispatcherServletAutoConfiguration.class,
    WebMvcAutoConfiguration.class,
    ErrorMvcAutoConfiguration.class
})
@Import(SimulatorConfiguration.class)
public class SimulatorApplication {
    public static void main(String[] args) {
        run(args);
    }

    /**
     * Starts the simulator and returns once it answers.
     *
     * @param args Spring Boot options, such as {@code --server.port=8090} (0 = any free port) and
     *     {@code --caravan.simulator.data=<folder>}
     * @return the running server; closing it stops the simulator
     */
    public static ServletWebServerApplicationContext run(String... args) {
        SpringApplication application = new SpringApplication(SimulatorApplication.class);
        application.setAdditionalProfiles("simulator");
        return (ServletWebServerApplicationContext) application.run(args);
    }
}
