package dev.caravan.access.oidc;

import dev.caravan.access.Users;
import dev.caravan.ledger.Events;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserRequest;
import org.springframework.security.oauth2.client.userinfo.DefaultOAuth2UserService;
import org.springframework.security.oauth2.client.userinfo.OAuth2UserService;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.oauth2.core.user.OAuth2User;

/** Who somebody is here, by the claims of a token that was judged good. */
final class People implements OAuth2UserService<OidcUserRequest, OidcUser> {
    /** No colon: {@code key:…} is what API keys are called where it stands who did something. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._@+|-]{1,128}");

    private final OidcSettings settings;
    private final Users users;
    private final Clock clock;
    private final DefaultOAuth2UserService userInfo;

    /** @param userInfo asked only where the settings say so */
    People(OidcSettings settings, Users users, Clock clock, DefaultOAuth2UserService userInfo) {
        this.settings = settings;
        this.users = users;
        this.clock = clock;
        this.userInfo = userInfo;
    }

    /** @throws org.springframework.security.core.AuthenticationException if this person may not come in */
    @Override
    public OidcUser loadUser(OidcUserRequest request) {
        Map<String, Object> claims = claims(request);
        if (!settings.claims().admit(claims)) {
            throw Refused.OUTSIDE.because(subject(request) + " is not what required: and email-domains: ask for", null);
        }
        String name = settings.claims()
                .nameIn(claims)
                .orElseThrow(() -> Refused.NAMELESS.because(subject(request) + " has no claim that is a name", null));
        if (!NAME.matcher(name).matches()) {
            throw Refused.NAMELESS.because(
                    subject(request)
                            + " has a name that is longer than 128 characters or has others than letters, digits"
                            + " and . _ @ + | -",
                    null);
        }
        if (users.isTaken(name) || name.equalsIgnoreCase(Events.CARAVAN)) {
            throw Refused.TAKEN.because(
                    subject(request) + " is called \"" + name + "\", as somebody here is already", null);
        }
        return settings.grants()
                .of(settings.claims().groupsIn(claims))
                .map(grant -> new OidcPerson(
                        name, grant, request.getIdToken(), clock.instant().plus(settings.session())))
                .orElseThrow(() -> Refused.ROLE.because("\"" + name + "\" is in no group that has a role", null));
    }

    private Map<String, Object> claims(OidcUserRequest request) {
        Map<String, Object> claims = new HashMap<>();
        if (settings.client().userInfo()) {
            OAuth2User said = userInfo.loadUser(request);
            if (!request.getIdToken().getSubject().equals(said.getAttribute("sub"))) {
                throw Refused.UNTRUSTED.because("The userinfo is of somebody else", null);
            }
            claims.putAll(said.getAttributes());
        }
        claims.putAll(request.getIdToken().getClaims());
        return claims;
    }

    private static String subject(OidcUserRequest request) {
        return "The account with the sub \"" + request.getIdToken().getSubject() + "\"";
    }
}
