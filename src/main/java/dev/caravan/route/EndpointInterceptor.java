package dev.caravan.route;

import dev.caravan.publish.SinkException;
import dev.caravan.publish.http.Endpoint;
import dev.caravan.publish.http.Endpoints;
import java.net.URISyntaxException;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpRequestInterceptor;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.protocol.HttpContext;

/** Swaps the name of an endpoint for its headers, only where scheme, host and port are its own. */
final class EndpointInterceptor implements HttpRequestInterceptor {
    static final String NAME = "Caravan-Endpoint";

    private final Endpoints endpoints;

    EndpointInterceptor(Endpoints endpoints) {
        this.endpoints = endpoints;
    }

    @Override
    public void process(HttpRequest request, EntityDetails entity, HttpContext context) throws HttpException {
        Header named = request.getFirstHeader(NAME);
        if (named == null) {
            throw new ProtocolException("A request of a sink names no endpoint; it was not sent");
        }
        request.removeHeaders(NAME);
        try {
            Endpoint endpoint = endpoints.named(named.getValue());
            if (!Origin.of(endpoint.url()).equals(Origin.of(request.getUri()))) {
                throw new ProtocolException("The endpoint \"" + endpoint + "\" is " + Origin.of(endpoint.url())
                        + ", the request goes to " + Origin.of(request.getUri()) + "; it was not sent");
            }
            endpoint.headers().forEach(request::setHeader);
        } catch (SinkException unknown) {
            throw new ProtocolException(unknown.getMessage() + "; it was not sent");
        } catch (URISyntaxException notAUrl) {
            throw new ProtocolException("A request of a sink has no valid URL; it was not sent");
        }
    }
}
