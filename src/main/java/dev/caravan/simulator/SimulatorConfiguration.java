package dev.caravan.simulator;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.context.ServletWebServerInitializedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Profile;

/** Everything of the simulator; nothing of it exists outside the profile {@code simulator}. */
@Configuration(proxyBeanMethods = false)
@Profile("simulator")
@Import({
    FilesController.class,
    BatchesController.class,
    ModelsController.class,
    ControlController.class,
    ApiExceptionAdvice.class
})
class SimulatorConfiguration {
    @Bean
    SimulatorSettings simulatorSettings() {
        return new SimulatorSettings();
    }

    @Bean
    FaultBook simulatorFaults() {
        return new FaultBook();
    }

    @Bean
    SimulatorTime simulatorTime(ObjectProvider<Clock> clock) {
        return new SimulatorTime(clock.getIfUnique(Clock::systemUTC));
    }

    @Bean
    FileStore simulatorFiles(
            @Value("${caravan.simulator.data:${caravan.data:data}/simulator}") Path data,
            SimulatorSettings settings,
            SimulatorTime time)
            throws IOException {
        return new FileStore(data.resolve("files"), settings, time);
    }

    @Bean
    BatchStore simulatorBatches(@Value("${caravan.simulator.data:${caravan.data:data}/simulator}") Path data)
            throws IOException {
        return new BatchStore(data.resolve("batches"));
    }

    @Bean
    BatchRunner simulatorRunner(FileStore files, FaultBook faults, SimulatorSettings settings, SimulatorTime time) {
        return new BatchRunner(files, faults, settings, time);
    }

    @Bean
    BatchWork simulatorWork(BatchRunner runner, SimulatorSettings settings) {
        return new BatchWork(runner, new LineValidator(settings));
    }

    @Bean
    Lifecycle simulatorLifecycle(BatchWork work, SimulatorSettings settings, SimulatorTime time) {
        return new Lifecycle(work, settings, time);
    }

    @Bean
    BatchDesk simulatorDesk(FileStore files, BatchStore batches, FaultBook faults, SimulatorTime time) {
        return new BatchDesk(files, batches, faults, time);
    }

    @Bean
    Bill simulatorBill(BatchStore batches) {
        return new Bill(batches);
    }

    @Bean
    FilterRegistrationBean<Gate> simulatorGate(FaultBook faults) {
        FilterRegistrationBean<Gate> gate = new FilterRegistrationBean<>(new Gate(faults));
        gate.addUrlPatterns(Gate.ROOT + "/*");
        return gate;
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> simulatorConnections() {
        return factory -> factory.addContextValves(new ConnectionValve());
    }

    @Bean
    ApplicationListener<ServletWebServerInitializedEvent> simulatorUrl() {
        return event -> LoggerFactory.getLogger(SimulatorApplication.class)
                .info("Simulator at http://localhost:{}{}", event.getWebServer().getPort(), Gate.ROOT + "/v1");
    }
}
