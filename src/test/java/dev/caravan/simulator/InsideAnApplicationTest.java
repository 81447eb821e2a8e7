package dev.caravan.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.simulator.core.JobEngine;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.autoconfigure.http.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.autoconfigure.jackson.JacksonAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.DispatcherServletAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.MultipartAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.ServletWebServerFactoryAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.WebMvcAutoConfiguration;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.ComponentScan;

/** The simulator as a guest: found by the component scan, there by profile, unharmed by the host's settings. */
class InsideAnApplicationTest {
    private static final String MODELS = "/simulator/openai/v1/models";

    @TempDir
    Path data;

    @ComponentScan(basePackageClasses = SimulatorApplication.class)
    @ImportAutoConfiguration({
        PropertyPlaceholderAutoConfiguration.class,
        JacksonAutoConfiguration.class,
        HttpMessageConvertersAutoConfiguration.class,
        ServletWebServerFactoryAutoConfiguration.class,
        DispatcherServletAutoConfiguration.class,
        MultipartAutoConfiguration.class,
        WebMvcAutoConfiguration.class
    })
    static class Host {}

    @Test
    void isNotThereWithoutItsProfile() throws Exception {
        try (var host = start()) {
            assertThat(send(HttpRequest.newBuilder(uri(host, MODELS))).statusCode())
                    .isEqualTo(404);
            assertThat(host.getBeanNamesForType(JobEngine.class)).isEmpty();
            assertThat(data.resolve("simulator")).doesNotExist();
        }
    }

    @Test
    void takesUploadsThatTheHostWouldRefuse() throws Exception {
        try (var host = start("--spring.profiles.active=simulator", "--spring.servlet.multipart.max-file-size=1KB")) {
            String line = "{\"a\":\"%s\"}".formatted("x".repeat(5000));
            String form = "--b\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\nbatch\r\n"
                    + "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"in.jsonl\"\r\n\r\n"
                    + line + "\r\n--b--\r\n";
            HttpResponse<String> answer = send(HttpRequest.newBuilder(uri(host, "/simulator/openai/v1/files"))
                    .header("Content-Type", "multipart/form-data; boundary=b")
                    .POST(BodyPublishers.ofString(form)));

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(RunningSimulator.json(answer.body()).path("bytes").asInt())
                    .isEqualTo(line.length());
            assertThat(data.resolve("simulator/openai/files")).isNotEmptyDirectory();
        }
    }

    private ServletWebServerApplicationContext start(String... options) {
        SpringApplication application = new SpringApplication(Host.class);
        String[] args = new String[options.length + 3];
        System.arraycopy(options, 0, args, 3, options.length);
        args[0] = "--server.port=0";
        args[1] = "--caravan.data=" + data;
        // Not the shipped config/application.yaml, which switches the simulator on.
        args[2] = "--spring.config.location=optional:classpath:/none/";
        return (ServletWebServerApplicationContext) application.run(args);
    }

    private static URI uri(ServletWebServerApplicationContext host, String path) {
        return URI.create("http://localhost:" + host.getWebServer().getPort() + path);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HttpClient.newHttpClient()
                .send(request.header("Authorization", "Bearer k").build(), BodyHandlers.ofString());
    }
}
