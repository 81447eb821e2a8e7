package dev.caravan.route;

import dev.caravan.model.Models;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.util.TimeValue;

/**
 * The HTTP client that speaks to providers. It sends every call once, keeps no cookies, follows redirects only of GETs
 * and only on the same host, and is the one place where a secret meets a request.
 */
final class ProviderHttp implements HttpClientConfigurer {
    /** Servers close idle connections; reusing one they are just closing would put a create in doubt. */
    private static final TimeValue REUSED_WITHIN = TimeValue.ofSeconds(2);

    private final Models models;

    ProviderHttp(Models models) {
        this.models = models;
    }

    @Override
    public void configureHttpClient(HttpClientBuilder builder) {
        builder.disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .setRedirectStrategy(new SameHostRedirects())
                .setKeepAliveStrategy((response, context) -> REUSED_WITHIN)
                .addRequestInterceptorLast(new SecretInterceptor(models));
    }
}
