package dev.caravan.simulator;

import dev.caravan.simulator.core.Bill;
import dev.caravan.simulator.core.ConnectionValve;
import dev.caravan.simulator.core.FaultBook;
import dev.caravan.simulator.core.JobEngine;
import dev.caravan.simulator.core.SimulatorData;
import dev.caravan.simulator.core.SimulatorSettings;
import dev.caravan.simulator.core.SimulatorTime;
import dev.caravan.simulator.core.Surface;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.tomcat.util.buf.EncodedSolidusHandling;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.context.ServletWebServerInitializedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FullyQualifiedAnnotationBeanNameGenerator;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Profile;
import org.springframework.core.Ordered;

/**
 * What all surfaces need, and the surfaces: every configuration in a package below. Nothing of it exists outside the
 * profile {@code simulator}.
 */
@Configuration(proxyBeanMethods = false)
@Profile("simulator")
@Import({ControlController.class, WireExceptionAdvice.class})
@ComponentScan(
        basePackageClasses = SimulatorConfiguration.class,
        nameGenerator = FullyQualifiedAnnotationBeanNameGenerator.class,
        useDefaultFilters = false,
        resourcePattern = "**/*Configuration.class",
        includeFilters = @ComponentScan.Filter(Configuration.class))
class SimulatorConfiguration {
    @Bean
    SimulatorData simulatorData(@Value("${caravan.simulator.data:${caravan.data:data}/simulator}") Path folder) {
        return new SimulatorData(folder);
    }

    @Bean
    SimulatorSettings simulatorSettings(List<Surface> surfaces) {
        return new SimulatorSettings(surfaces);
    }

    @Bean
    FaultBook simulatorFaults(List<Surface> surfaces) {
        return new FaultBook(surfaces);
    }

    @Bean
    SimulatorTime simulatorTime(ObjectProvider<Clock> clock) {
        return new SimulatorTime(clock.getIfUnique(Clock::systemUTC));
    }

    @Bean
    JobEngine simulatorJobs(SimulatorData data, FaultBook faults, SimulatorSettings settings, SimulatorTime time) {
        return new JobEngine(data, faults, settings, time);
    }

    @Bean
    Bill simulatorBill(JobEngine jobs) {
        return new Bill(jobs);
    }

    /** First of all filters: others parse forms, which may be the body of an upload. */
    @Bean
    FilterRegistrationBean<Gate> simulatorGate(List<Surface> surfaces, FaultBook faults, SimulatorTime time) {
        FilterRegistrationBean<Gate> gate = new FilterRegistrationBean<>(new Gate(surfaces, faults, time));
        gate.addUrlPatterns(Surface.ROOT + "/*");
        gate.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return gate;
    }

    /** Lets a connection be cut, and lets names with an encoded slash in a path through to the surfaces as they are. */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> simulatorConnections() {
        return factory -> {
            factory.addContextValves(new ConnectionValve());
            factory.addConnectorCustomizers(
                    connector -> connector.setEncodedSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue()));
        };
    }

    @Bean
    ApplicationListener<ServletWebServerInitializedEvent> simulatorUrl(List<Surface> surfaces) {
        String names = surfaces.stream().map(Surface::name).sorted().collect(Collectors.joining(", "));
        return event -> LoggerFactory.getLogger(SimulatorApplication.class)
                .info(
                        "Simulator at http://localhost:{}{} of {}",
                        event.getWebServer().getPort(),
                        Surface.ROOT,
                        names);
    }
}
