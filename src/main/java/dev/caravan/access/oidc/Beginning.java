package dev.caravan.access.oidc;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** Sends whoever follows the button to the issuer; who wants to come in as somebody else is asked there who. */
final class Beginning implements OAuth2AuthorizationRequestResolver {
    static final String OTHER = "other";

    private static final RequestMatcher BEGIN =
            PathPatternRequestMatcher.withDefaults().matcher(HttpMethod.GET, OidcSettings.BEGIN);

    private final OAuth2AuthorizationRequestResolver requests;

    Beginning(Issuer issuer) {
        this.requests = new DefaultOAuth2AuthorizationRequestResolver(issuer, OidcSettings.BEGIN);
    }

    @Override
    public @Nullable OAuth2AuthorizationRequest resolve(HttpServletRequest request) {
        return BEGIN.matches(request) ? resolve(request, Issuer.ID) : null;
    }

    @Override
    public OAuth2AuthorizationRequest resolve(HttpServletRequest request, String id) {
        OAuth2AuthorizationRequest begun = requests.resolve(request, id);
        return request.getParameter(OTHER) == null
                ? begun
                : OAuth2AuthorizationRequest.from(begun)
                        .additionalParameters(more -> more.put("prompt", "login"))
                        .build();
    }
}
