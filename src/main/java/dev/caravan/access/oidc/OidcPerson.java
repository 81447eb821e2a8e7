package dev.caravan.access.oidc;

import dev.caravan.access.Person;
import dev.caravan.access.Role;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.core.oidc.OidcUserInfo;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;

/** Somebody who logged in at the issuer. The ID token is kept for the logout there, and shown nowhere. */
final class OidcPerson implements Person, OidcUser {
    private final String name;
    private final Grant grant;
    private final OidcIdToken token;
    private final Instant until;

    /** @param until when the session ends at last */
    OidcPerson(String name, Grant grant, OidcIdToken token, Instant until) {
        this.name = name;
        this.grant = grant;
        this.token = token;
        this.until = until;
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public Set<Role> roles() {
        return grant.roles();
    }

    @Override
    public Set<String> workspaces() {
        return grant.workspaces();
    }

    Instant until() {
        return until;
    }

    @Override
    public OidcIdToken getIdToken() {
        return token;
    }

    @Override
    public Map<String, Object> getClaims() {
        return token.getClaims();
    }

    @Override
    public Map<String, Object> getAttributes() {
        return token.getClaims();
    }

    @Override
    public @Nullable OidcUserInfo getUserInfo() {
        return null;
    }

    /** Roles are asked of the person. */
    @Override
    public Collection<? extends GrantedAuthority> getAuthorities() {
        return List.of();
    }

    @Override
    public String toString() {
        return name + " " + roles();
    }
}
