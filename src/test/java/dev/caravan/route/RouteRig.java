package dev.caravan.route;

import dev.caravan.ledger.Calls;
import dev.caravan.model.Credential;
import dev.caravan.model.Limits;
import dev.caravan.model.Models;
import dev.caravan.model.Provider;
import dev.caravan.model.Secret;
import dev.caravan.provider.CallObserver.EndedCall;
import dev.caravan.provider.Protocols;
import dev.caravan.provider.ProviderDates;
import dev.caravan.provider.openai.OpenAiTestAccess;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;

/** The shipped routes in a Camel context of their own, without Spring. */
final class RouteRig implements AutoCloseable {
    static final String SECRET = "sk-very-secret-0123456789";

    private final Properties properties = new Properties();
    /** Whether its one credential is paused, and nobody is called with it. */
    volatile boolean silent;

    final CamelContext context = new DefaultCamelContext();
    /** Those that are over, in their order. */
    final List<EndedCall> calls = new CopyOnWriteArrayList<>();

    RouteRig(String baseUrl) {
        context.setStreamCaching(false);
        context.getShutdownStrategy().setTimeout(2);
        properties.setProperty("caravan.data", "target/route-rig");
        properties.setProperty("caravan.outbox", "target/route-rig/outbox");
        properties.setProperty("caravan.routes", "routes");
        context.getPropertiesComponent().setInitialProperties(properties);
        var kamelet = context.getComponent("kamelet", KameletComponent.class);
        kamelet.setLocation("file:routes/kamelets");
        kamelet.setNoErrorHandler(true);
        context.getComponent("direct", DirectComponent.class).setBlock(false);
        var times = new CallTimes(models(baseUrl), Protocols.installed(), calls::add, System::nanoTime);
        bind(
                "providerHttp",
                new ProviderHttp(
                        models(baseUrl),
                        new AccessTokens(List.of()),
                        new ProviderDates(System::nanoTime),
                        SystemDefaultDnsResolver.INSTANCE,
                        new ProviderHttp.Ears(times, new CallFacts(false)),
                        credential -> silent));
        bind("providerHeaders", new ProviderHeaders());
        bind("providerRequest", new ProviderRequest(models(baseUrl), times));
        bind("providerReply", new ProviderReply(models(baseUrl), times));
        bind("taskFolder", new TaskFolder());
        bind("trouble", new Trouble(Clock.systemUTC()));
        bind("wake", new Wake(() -> context, Calls.NONE, Clock.systemUTC()));
        bind("openai", OpenAiTestAccess.conversation(Clock.systemUTC()));
    }

    static Models models(String baseUrl) {
        Provider provider = new Provider(
                "openai", "openai", baseUrl, new Limits(50_000, 190_000_000, 1_000_000), Map.of(), "2026-08-21");
        return new Models(
                Map.of("openai", provider),
                Map.of("test", new Credential("test", provider, baseUrl, new Secret(SECRET))),
                Map.of());
    }

    RouteRig bind(String name, Object bean) {
        context.getRegistry().bind(name, bean);
        return this;
    }

    RouteRig property(String name, String value) {
        properties.setProperty(name, value);
        return this;
    }

    RouteRig load(String... files) throws Exception {
        for (String file : files) {
            Resource resource = ResourceHelper.resolveMandatoryResource(
                    context, "file:" + Path.of("routes", file).toAbsolutePath());
            PluginHelper.getRoutesLoader(context).loadRoutes(resource);
        }
        return this;
    }

    RouteRig start() {
        context.start();
        return this;
    }

    /** Sends a batch through a route; the exchange holds what went wrong, if anything. */
    Exchange send(String route, Object batch) {
        return context.createProducerTemplate()
                .request("direct:" + route, exchange -> exchange.setVariable("batch", batch));
    }

    @Override
    public void close() {
        context.stop();
    }
}
