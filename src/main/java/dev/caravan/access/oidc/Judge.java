package dev.caravan.access.oidc;

import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;

/** Exchanges what came back from the issuer for a person; whatever fails is a login that did not come about. */
final class Judge implements AuthenticationProvider {
    private final Issuer issuer;
    private final AuthenticationProvider exchange;

    Judge(Issuer issuer, AuthenticationProvider exchange) {
        this.issuer = issuer;
        this.exchange = exchange;
    }

    @Override
    public Authentication authenticate(Authentication reply) {
        return issuer.inTurn(() -> {
            try {
                return exchange.authenticate(reply);
            } catch (AuthenticationException e) {
                throw e;
            } catch (RuntimeException e) {
                throw Refused.UNTRUSTED.because("An answer of the issuer is not what it should be", e);
            }
        });
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return exchange.supports(authentication);
    }
}
