package dev.caravan.route;

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

/** Follows a redirect only of a GET, and only where scheme, host and port stay the same. */
final class SameHostRedirects extends DefaultRedirectStrategy {

    @Override
    public boolean isRedirected(HttpRequest request, HttpResponse response, HttpContext context)
            throws ProtocolException {
        return Method.GET.isSame(request.getMethod())
                && super.isRedirected(request, response, context)
                && staysAtHome(request, response.getFirstHeader(HttpHeaders.LOCATION));
    }

    private static boolean staysAtHome(HttpRequest request, Header location) {
        try {
            URI from = request.getUri();
            return Origin.of(from).equals(Origin.of(from.resolve(location.getValue())));
        } catch (URISyntaxException | IllegalArgumentException notAUrl) {
            return false;
        }
    }
}
