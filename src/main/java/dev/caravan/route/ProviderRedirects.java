package dev.caravan.route;

import dev.caravan.model.Credential;
import dev.caravan.model.Models;
import dev.caravan.model.Wire;
import java.net.URI;
import java.net.URISyntaxException;
import org.apache.hc.client5.http.impl.DefaultRedirectStrategy;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.Method;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.protocol.HttpContext;

/**
 * Follows a redirect only of a GET, and only where scheme, host and port stay the same or the provider's
 * {@code download-hosts} names the host.
 */
final class ProviderRedirects extends DefaultRedirectStrategy {
    private final Models models;

    ProviderRedirects(Models models) {
        this.models = models;
    }

    @Override
    public boolean isRedirected(HttpRequest request, HttpResponse response, HttpContext context)
            throws ProtocolException {
        return Method.GET.isSame(request.getMethod())
                && super.isRedirected(request, response, context)
                && allowed(request, response.getFirstHeader(HttpHeaders.LOCATION));
    }

    /** Whether a download may go on at this place, without any secret. Not over plain HTTP, but to this machine. */
    static boolean mayGoTo(Wire wire, Origin place) {
        boolean named = wire.downloadHosts().contains(place.host())
                || wire.downloadHosts().contains(place.host() + ":" + place.port());
        return named && (place.scheme().equals("https") || place.host().equals("127.0.0.1"));
    }

    private boolean allowed(HttpRequest request, Header location) {
        try {
            URI from = request.getUri();
            Origin to = Origin.of(from.resolve(location.getValue()));
            return Origin.of(from).equals(to) || wire(request, to);
        } catch (URISyntaxException | IllegalArgumentException notAUrl) {
            return false;
        }
    }

    private boolean wire(HttpRequest request, Origin to) {
        Header named = request.getFirstHeader(SecretInterceptor.NAME);
        Credential credential = named == null ? null : models.credentials().get(named.getValue());
        return credential != null && mayGoTo(credential.provider().wire(), to);
    }
}
