package dev.caravan.route;

import dev.caravan.model.Credential;
import dev.caravan.model.Models;
import dev.caravan.model.Wire;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.function.Predicate;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpRequestInterceptor;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.protocol.HttpContext;

/**
 * Swaps the name of a credential for its secret and its provider's fixed headers, only for the scheme, host and port of
 * the credential's own base URL. A redirected download to a host that the provider names goes without either.
 */
final class SecretInterceptor implements HttpRequestInterceptor {
    static final String NAME = "Caravan-Credential";

    private final Models models;
    private final AccessTokens tokens;
    private final Predicate<Credential> silent;

    /** @param silent whether nobody is to be called with a credential */
    SecretInterceptor(Models models, AccessTokens tokens, Predicate<Credential> silent) {
        this.silent = silent;
        this.models = models;
        this.tokens = tokens;
    }

    @Override
    public void process(HttpRequest request, EntityDetails entity, HttpContext context)
            throws HttpException, IOException {
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
        if (silent.test(credential)) {
            // Of this kind, because it proves that nothing was sent.
            throw new ConnectException(
                    "Credential \"" + name + "\" is paused, and nobody is called with it; the call was not sent");
        }
        Wire wire = credential.provider().wire();
        Origin own = Origin.of(URI.create(credential.baseUrl()));
        Origin asked = Origin.of(uri(request));
        if (own.equals(asked)) {
            wire.headers().forEach(request::setHeader);
            authorize(request, credential);
        } else if (!ProviderRedirects.mayGoTo(wire, asked)) {
            throw new ProtocolException("Credential \"" + name + "\" belongs to " + own + ", the call goes to " + asked
                    + "; it was not sent");
        }
    }

    private void authorize(HttpRequest request, Credential credential) throws IOException {
        var auth = credential.provider().wire().auth();
        switch (auth.scheme()) {
            case BEARER ->
                request.setHeader(
                        HttpHeaders.AUTHORIZATION,
                        "Bearer " + credential.secret().reveal());
            case HEADER -> request.setHeader(auth.header(), credential.secret().reveal());
            case GOOGLE, ENTRA -> request.setHeader(HttpHeaders.AUTHORIZATION, "Bearer " + tokens.of(credential));
            case AWS, NONE -> {}
        }
    }

    private static URI uri(HttpRequest request) throws ProtocolException {
        try {
            return request.getUri();
        } catch (URISyntaxException e) {
            throw new ProtocolException("A call to a provider has no valid URL; it was not sent", e);
        }
    }
}
