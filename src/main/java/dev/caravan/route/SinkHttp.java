package dev.caravan.route;

import dev.caravan.publish.http.Endpoints;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.util.TimeValue;

/**
 * The HTTP client that speaks to the receivers of HTTP sinks. It sends every request once, keeps no cookies, follows no
 * redirect, and is the one place where the headers of an endpoint meet a request.
 */
final class SinkHttp implements HttpClientConfigurer {
    private static final TimeValue REUSED_WITHIN = TimeValue.ofSeconds(2);

    private final Endpoints endpoints;

    SinkHttp(Endpoints endpoints) {
        this.endpoints = endpoints;
    }

    @Override
    public void configureHttpClient(HttpClientBuilder builder) {
        builder.disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .disableRedirectHandling()
                .setKeepAliveStrategy((response, context) -> REUSED_WITHIN)
                .addRequestInterceptorLast(new EndpointInterceptor(endpoints));
    }
}
