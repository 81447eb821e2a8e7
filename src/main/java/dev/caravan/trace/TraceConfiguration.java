package dev.caravan.trace;

import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.Nodes;
import dev.caravan.model.Models;
import dev.caravan.model.ProtocolFacts;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;

/** Traces go out by OTLP once OpenTelemetry's own variables say where to; nothing of its SDK is started before. */
@Configuration(proxyBeanMethods = false)
class TraceConfiguration {
    private static final Logger LOG = LoggerFactory.getLogger(TraceConfiguration.class);
    private static final String OTEL = "otel.";

    @Bean
    Works works(
            Environment environment,
            Ledger ledger,
            Models models,
            ProtocolFacts protocols,
            Clock clock,
            @Value("${caravan.traces.drops:8}") int drops) {
        Map<String, String> settings = settings(environment);
        boolean wanted = (settings.containsKey("otel.exporter.otlp.endpoint")
                        || settings.containsKey("otel.exporter.otlp.traces.endpoint"))
                && !"true".equals(settings.get("otel.sdk.disabled"))
                && !"none".equals(settings.get("otel.traces.exporter"));
        return new Works(wanted ? tracing(settings, ledger, facts(ledger, models, protocols, drops), clock) : null);
    }

    private static TracedFacts facts(Ledger ledger, Models models, ProtocolFacts protocols, int drops) {
        AskedModels asked = new AskedModels(ledger.batches(), ledger.recipes(), models, protocols);
        return new TracedFacts(ledger.contents(), asked, models, drops);
    }

    @Bean
    NodeInLog nodeInLog(Ledger ledger) {
        return new NodeInLog(ledger.nodes().number());
    }

    private static @Nullable Tracing tracing(
            Map<String, String> settings, Ledger ledger, TracedFacts facts, Clock clock) {
        try {
            return new Tracing(sender(settings, ledger.nodes().me()), new TraceIds(ledger.instance()), facts, clock);
        } catch (RuntimeException e) {
            LOG.warn(
                    "No traces are kept: OpenTelemetry does not take its settings ({}). Caravan sends them as"
                            + " http/protobuf; everything else goes on",
                    e.getMessage());
            return null;
        }
    }

    private static Tracing.Sender sender(Map<String, String> settings, Nodes.Node me) {
        ChosenIds ids = new ChosenIds();
        AtomicReference<Sampler> asked = new AtomicReference<>(Sampler.alwaysOn());
        var sdk = AutoConfiguredOpenTelemetrySdk.builder()
                .disableShutdownHook()
                .addPropertiesSupplier(() -> Map.of(
                        "otel.service.name", "caravan",
                        "otel.exporter.otlp.protocol", "http/protobuf",
                        "otel.metrics.exporter", "none",
                        "otel.logs.exporter", "none"))
                .addPropertiesCustomizer(known -> settings)
                .addResourceCustomizer((resource, known) -> Resource.create(Attributes.of(
                                AttributeKey.stringKey("service.version"), me.version(),
                                AttributeKey.stringKey("service.instance.id"), me.called()))
                        .merge(resource))
                .addSamplerCustomizer((sampler, known) -> {
                    asked.set(sampler);
                    return sampler;
                })
                .addTracerProviderCustomizer((provider, known) -> provider.setIdGenerator(ids))
                .build()
                .getOpenTelemetrySdk();
        return new Tracing.Sender(sdk, Objects.requireNonNull(asked.get()), ids);
    }

    /** From wherever Caravan has its settings: the environment, the command line, application.yaml. */
    private static Map<String, String> settings(Environment environment) {
        Map<String, String> settings = new HashMap<>();
        Binder.get(environment)
                .bind("otel", Bindable.mapOf(String.class, String.class))
                .ifBound(bound -> bound.forEach((key, value) -> settings.put(OTEL + key, value)));
        return settings;
    }

    @Bean
    static FilterRegistrationBean<TraceFilter> traceFilter(ObjectProvider<Works> works) {
        FilterRegistrationBean<TraceFilter> filter = new FilterRegistrationBean<>(new TraceFilter(works));
        filter.addUrlPatterns("/v1/*", "/api/*", "/extract", "/classify", "/summarization/*");
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE + 2);
        return filter;
    }
}
