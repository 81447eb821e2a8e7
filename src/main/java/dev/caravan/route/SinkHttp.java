package dev.caravan.route;

import dev.caravan.config.OutgoingHosts;
import dev.caravan.publish.http.Endpoints;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;

/** The HTTP client that speaks to the receivers of HTTP sinks: the one place where the headers of an endpoint meet a request. */
final class SinkHttp extends OutgoingHttp {
    private final Endpoints endpoints;

    SinkHttp(Endpoints endpoints, OutgoingHosts hosts) {
        super(hosts);
        this.endpoints = endpoints;
    }

    @Override
    public void configureHttpClient(HttpClientBuilder builder) {
        super.configureHttpClient(builder);
        builder.addRequestInterceptorLast(new EndpointInterceptor(endpoints));
    }
}
