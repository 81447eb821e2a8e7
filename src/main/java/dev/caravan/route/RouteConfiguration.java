package dev.caravan.route;

import dev.caravan.batch.Standstill;
import dev.caravan.config.OutgoingHosts;
import dev.caravan.hawtio.Libraries;
import dev.caravan.ledger.Ledger;
import dev.caravan.model.ModelFiles;
import dev.caravan.model.Models;
import dev.caravan.model.Vault;
import dev.caravan.provider.CallEnd;
import dev.caravan.provider.CallObserver;
import dev.caravan.provider.Protocols;
import dev.caravan.provider.ProviderDates;
import dev.caravan.provider.TokenSource;
import dev.caravan.publish.http.Endpoints;
import dev.caravan.task.Tasks;
import dev.caravan.trace.Work;
import dev.caravan.trace.Works;
import java.time.Clock;
import java.util.List;
import java.util.function.LongSupplier;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** The beans that routes and kamelets name. */
@Configuration(proxyBeanMethods = false)
class RouteConfiguration {

    @Bean
    RouteGate routeGate(Environment environment, Tasks tasks, Clock clock, ObjectProvider<CheckedRoutes> checked) {
        return new RouteGate(environment, tasks, clock, checked.getIfAvailable());
    }

    @Bean
    ProviderDates providerDates(LongSupplier nanoTime) {
        return new ProviderDates(nanoTime);
    }

    @Bean
    ProviderHttp providerHttp(
            Models models,
            List<TokenSource> tokens,
            ProviderDates dates,
            ModelFiles files,
            OutgoingHosts hosts,
            CallTimes times,
            Standstill standstill,
            @Value("${caravan.traces.to-providers:false}") boolean traceparent) {
        return new ProviderHttp(
                models,
                new AccessTokens(tokens),
                dates,
                new ProviderDns(files.hosts(), hosts),
                new ProviderHttp.Ears(times, new CallFacts(traceparent)),
                standstill::isSilent);
    }

    @Bean
    WorkSteps workSteps(Works works) {
        return new WorkSteps(works);
    }

    @Bean
    CallObserver callsOfWorks() {
        return call -> Work.here()
                .called(
                        call.kind().word(),
                        call.credential(),
                        call.took(),
                        call.end() == CallEnd.OK ? null : call.end().word());
    }

    /** Whoever wants to hear of calls is told of each. */
    @Bean
    CallTimes callTimes(
            Models models, Protocols protocols, ObjectProvider<CallObserver> observers, LongSupplier nanoTime) {
        return new CallTimes(
                models, protocols, call -> observers.orderedStream().forEach(one -> one.ended(call)), nanoTime);
    }

    @Bean
    Vault vault(ObjectProvider<CamelContext> camel, Clock clock) {
        return new CamelVault(camel, clock);
    }

    @Bean
    AskRoutes askRoutes(ObjectProvider<ProducerTemplate> templates) {
        return new AskRoutes(new AnsweringRoutes(templates));
    }

    @Bean
    ModelRoutes modelRoutes(ObjectProvider<ProducerTemplate> templates) {
        return new ModelRoutes(new AnsweringRoutes(templates));
    }

    @Bean
    ProviderHeaders providerHeaders() {
        return new ProviderHeaders();
    }

    @Bean
    ProviderRequest providerRequest(Models models, CallTimes times) {
        return new ProviderRequest(models, times);
    }

    @Bean
    ProviderReply providerReply(Models models, CallTimes times) {
        return new ProviderReply(models, times);
    }

    @Bean
    SinkHttp sinkHttp(Endpoints endpoints, OutgoingHosts hosts) {
        return new SinkHttp(endpoints, hosts);
    }

    @Bean
    OutgoingHttp webhookHttp(OutgoingHosts hosts) {
        return new OutgoingHttp(hosts);
    }

    @Bean
    WebhookHeaders webhookHeaders() {
        return new WebhookHeaders();
    }

    @Bean
    SinkHeaders sinkHeaders() {
        return new SinkHeaders();
    }

    @Bean
    SinkCall sinkCall(Clock clock) {
        return new SinkCall(clock);
    }

    @Bean
    ObjectStore objectStore() {
        return new ObjectStore();
    }

    @Bean
    TaskFolder taskFolder() {
        return new TaskFolder();
    }

    @Bean
    Stages stages(ObjectProvider<CamelContext> camel) {
        return new Stages(camel);
    }

    @Bean
    @ConditionalOnProperty("caravan.hawtio")
    RoutesAsMBeans routesAsMBeans(Libraries hawtioLibraries) {
        return new RoutesAsMBeans(hawtioLibraries);
    }

    @Bean
    Wake wake(ObjectProvider<CamelContext> camel, Ledger ledger, Clock clock) {
        return new Wake(camel::getObject, ledger.nodes().calls(), clock);
    }

    @Bean
    HealthIndicator routesHealthIndicator(ObjectProvider<CamelContext> camel) {
        return new RoutesHealth(camel::getObject);
    }

    @Bean
    HealthIndicator timersHealthIndicator(ObjectProvider<CamelContext> camel, Clock clock, LongSupplier nanoTime) {
        return new TimersHealth(camel::getObject, clock, nanoTime);
    }

    @Bean
    Trouble trouble(Clock clock) {
        return new Trouble(clock);
    }
}
