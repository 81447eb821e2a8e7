package dev.caravan.access.oidc;

import java.net.URI;
import org.springframework.security.web.authentication.SavedRequestAwareAuthenticationSuccessHandler;

/** After the login comes the page that was asked for before it, of Caravan's own address whatever the request said. */
final class Arrival extends SavedRequestAwareAuthenticationSuccessHandler {

    Arrival(OidcSettings settings) {
        setDefaultTargetUrl("/");
        setRedirectStrategy((request, response, asked) -> response.sendRedirect(settings.at(pathOf(asked))));
    }

    private static String pathOf(String asked) {
        URI address = URI.create(asked);
        String query = address.getRawQuery();
        return address.getRawPath() + (query == null ? "" : "?" + query);
    }
}
