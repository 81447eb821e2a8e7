package dev.caravan.access.oidc;

import dev.caravan.access.LoginElsewhere;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.oidc.web.logout.OidcClientInitiatedLogoutSuccessHandler;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestRedirectFilter;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizedClientRepository;
import org.springframework.security.web.access.intercept.AuthorizationFilter;

/** The way to the issuer and back. */
final class OidcLogin implements LoginElsewhere {
    private final OidcSettings settings;
    private final Issuer issuer;
    private final Judge judge;
    private final LastRequest last;

    OidcLogin(OidcSettings settings, Issuer issuer, Judge judge, LastRequest last) {
        this.settings = settings;
        this.issuer = issuer;
        this.judge = judge;
        this.last = last;
    }

    /** With Caravan's whole address: the session must begin where the issuer sends people back to. */
    @Override
    public Optional<Button> button() {
        String begin = settings.at(OidcSettings.BEGIN);
        return Optional.of(new Button("Log in with " + settings.shown().label(), begin, begin + "?" + Beginning.OTHER));
    }

    @Override
    public boolean passwordsCount() {
        return settings.shown().local();
    }

    @Override
    public Optional<Told> told(String word) {
        return Refused.of(word).map(refused -> refused.told(settings.shown()));
    }

    @Override
    public Optional<String> leavesTo() {
        return issuer.endsAt();
    }

    @Override
    public List<AuthenticationProvider> judges() {
        return List.of(judge);
    }

    @Override
    public void open(HttpSecurity http) throws Exception {
        NotLoggedIn refusals = new NotLoggedIn();
        OidcClientInitiatedLogoutSuccessHandler out = new OidcClientInitiatedLogoutSuccessHandler(id -> issuer.known());
        out.setDefaultTargetUrl("/login?out");
        out.setPostLogoutRedirectUri(settings.at("/login?out"));
        http.addFilterBefore(last, AuthorizationFilter.class);
        http.oauth2Login(login -> login.loginPage("/login")
                        .clientRegistrationRepository(issuer)
                        .authorizedClientRepository(new NothingKept())
                        .authorizationEndpoint(to -> to.authorizationRequestResolver(new Beginning(issuer)))
                        .redirectionEndpoint(back -> back.baseUri(OidcSettings.BACK))
                        .successHandler(new Arrival(settings))
                        .failureHandler(refusals)
                        .withObjectPostProcessor(new ObjectPostProcessor<OAuth2AuthorizationRequestRedirectFilter>() {
                            @Override
                            public <O extends OAuth2AuthorizationRequestRedirectFilter> O postProcess(O filter) {
                                filter.setAuthenticationFailureHandler(refusals);
                                return filter;
                            }
                        }))
                .logout(logout -> logout.logoutSuccessHandler(out));
    }

    /** Caravan does nothing in the name of people, so their access tokens are forgotten at once. */
    private static final class NothingKept implements OAuth2AuthorizedClientRepository {
        @Override
        public <T extends OAuth2AuthorizedClient> @Nullable T loadAuthorizedClient(
                String id, Authentication who, HttpServletRequest request) {
            return null;
        }

        @Override
        public void saveAuthorizedClient(
                OAuth2AuthorizedClient client,
                Authentication who,
                HttpServletRequest request,
                HttpServletResponse response) {}

        @Override
        public void removeAuthorizedClient(
                String id, Authentication who, HttpServletRequest request, HttpServletResponse response) {}
    }
}
