package dev.caravan.route;

import dev.caravan.model.Credential;
import dev.caravan.model.Models;
import dev.caravan.provider.ProviderDates;
import java.util.function.Predicate;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.util.TimeValue;

/**
 * The HTTP client that speaks to providers. It sends every call once, keeps no cookies, follows redirects only of GETs
 * and only on the same host or one that the provider names for downloads, and is the one place where a secret meets a request.
 */
final class ProviderHttp implements HttpClientConfigurer {
    /** Servers close idle connections; reusing one they are just closing would put a create in doubt. */
    private static final TimeValue REUSED_WITHIN = TimeValue.ofSeconds(2);

    private static final int CONNECTIONS = 200;
    private static final int TO_ONE_HOST = 20;

    private final Models models;

    private final AccessTokens tokens;

    private final ProviderDates dates;

    private final DnsResolver hosts;

    private final Ears ears;

    private final TotalTime totalTime = new TotalTime();

    private final Predicate<Credential> silent;

    /** Who hears of calls. */
    record Ears(CallTimes times, CallFacts facts) {}

    /** @param hosts finds those that providers may be at; @param silent whether nobody is to be called with a credential */
    ProviderHttp(
            Models models,
            AccessTokens tokens,
            ProviderDates dates,
            DnsResolver hosts,
            Ears ears,
            Predicate<Credential> silent) {
        this.ears = ears;
        this.silent = silent;
        this.hosts = hosts;
        this.dates = dates;
        this.models = models;
        this.tokens = tokens;
    }

    @Override
    public void configureHttpClient(HttpClientBuilder builder) {
        builder.disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .setConnectionManager(Connections.by(hosts, CONNECTIONS, TO_ONE_HOST))
                .setConnectionManagerShared(false)
                .setRedirectStrategy(new ProviderRedirects(models))
                .setKeepAliveStrategy((response, context) -> REUSED_WITHIN)
                .addExecInterceptorFirst("total-time", totalTime)
                .addExecInterceptorFirst("call-facts", ears.facts())
                .addExecInterceptorFirst("call-times", ears.times())
                .addRequestInterceptorLast(new SecretInterceptor(models, tokens, silent))
                .addResponseInterceptorFirst(new DateListener(dates));
    }
}
