package dev.caravan.route;

import dev.caravan.model.Models;
import dev.caravan.provider.TokenSource;
import dev.caravan.task.Tasks;
import java.time.Clock;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** The beans that routes and kamelets name. */
@Configuration(proxyBeanMethods = false)
class RouteConfiguration {

    @Bean
    RouteGate routeGate(Environment environment, Tasks tasks) {
        return new RouteGate(environment, tasks);
    }

    @Bean
    ProviderHttp providerHttp(Models models, List<TokenSource> tokens) {
        return new ProviderHttp(models, new AccessTokens(tokens));
    }

    @Bean
    ProviderHeaders providerHeaders() {
        return new ProviderHeaders();
    }

    @Bean
    ProviderRequest providerRequest(Models models) {
        return new ProviderRequest(models);
    }

    @Bean
    ProviderReply providerReply() {
        return new ProviderReply();
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
    Trouble trouble(Clock clock) {
        return new Trouble(clock);
    }
}
