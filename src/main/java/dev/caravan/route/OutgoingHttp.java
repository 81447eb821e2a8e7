package dev.caravan.route;

import dev.caravan.config.OutgoingHosts;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.util.TimeValue;

/**
 * The HTTP client for receivers that are not providers. It sends every request once, only where it may, keeps no cookies and
 * follows no redirect.
 */
class OutgoingHttp implements HttpClientConfigurer {
    private static final TimeValue REUSED_WITHIN = TimeValue.ofSeconds(2);
    private static final int CONNECTIONS = 50;
    private static final int TO_ONE_HOST = 20;

    private final OutgoingHosts hosts;

    OutgoingHttp(OutgoingHosts hosts) {
        this.hosts = hosts;
    }

    @Override
    public void configureHttpClient(HttpClientBuilder builder) {
        builder.disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .disableRedirectHandling()
                .setKeepAliveStrategy((response, context) -> REUSED_WITHIN)
                .setConnectionManager(Connections.by(new GuardedDns(hosts), CONNECTIONS, TO_ONE_HOST))
                .setConnectionManagerShared(false);
    }
}
