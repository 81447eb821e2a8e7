package dev.caravan.route;

import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.util.Timeout;

/** Makes the connections of our HTTP clients, only to addresses that a resolver gives. */
final class Connections {
    private static final Timeout CONNECTED_WITHIN = Timeout.ofSeconds(10);
    /** Where a call says nothing else. */
    private static final Timeout SILENT_FOR = Timeout.ofMinutes(3);

    private Connections() {}

    static HttpClientConnectionManager by(DnsResolver resolver, int most, int toOneHost) {
        return PoolingHttpClientConnectionManagerBuilder.create()
                .setDnsResolver(resolver)
                .setMaxConnTotal(most)
                .setMaxConnPerRoute(toOneHost)
                .setDefaultSocketConfig(
                        SocketConfig.custom().setSoTimeout(SILENT_FOR).build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(CONNECTED_WITHIN)
                        .build())
                .build();
    }
}
