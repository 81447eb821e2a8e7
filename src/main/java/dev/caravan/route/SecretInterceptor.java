package dev.caravan.route;

import dev.caravan.model.Credential;
import dev.caravan.model.Models;
import java.net.URI;
import java.net.URISyntaxException;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpRequestInterceptor;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.protocol.HttpContext;

/** Swaps the name of a credential for its secret, only for the scheme, host and port of the credential's own base URL. */
final class SecretInterceptor implements HttpRequestInterceptor {
    static final String NAME = "Caravan-Credential";

    private final Models models;

    SecretInterceptor(Models models) {
        this.models = models;
    }

    @Override
    public void process(HttpRequest request, EntityDetails entity, HttpContext context) throws HttpException {
        request.removeHeaders(HttpHeaders.AUTHORIZATION);
        Header named = request.getFirstHeader(NAME);
        if (named == null) {
            throw new ProtocolException("A call to a provider names no credential; it was not sent");
        }
        String name = named.getValue();
        request.removeHeaders(NAME);
        Credential credential = models.credentials().get(name);
        if (credential == null) {
            throw new ProtocolException("Unknown credential \"" + name + "\"; the call was not sent");
        }
        Origin own = Origin.of(URI.create(credential.baseUrl()));
        Origin asked = Origin.of(uri(request));
        if (!own.equals(asked)) {
            throw new ProtocolException("Credential \"" + name + "\" belongs to " + own + ", the call goes to " + asked
                    + "; it was not sent");
        }
        request.setHeader(
                HttpHeaders.AUTHORIZATION, "Bearer " + credential.secret().reveal());
    }

    private static URI uri(HttpRequest request) throws ProtocolException {
        try {
            return request.getUri();
        } catch (URISyntaxException e) {
            throw new ProtocolException("A call to a provider has no valid URL; it was not sent", e);
        }
    }
}
