package dev.caravan.access.oidc;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.logout.SecurityContextLogoutHandler;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Ends sessions that have lasted long enough, used as they may be: an open page asks all the time, and the issuer may have
 * shut somebody out meanwhile.
 */
final class LastRequest extends OncePerRequestFilter {
    private final Clock clock;
    private final SecurityContextLogoutHandler out = new SecurityContextLogoutHandler();

    LastRequest(Clock clock) {
        this.clock = clock;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Authentication login = SecurityContextHolder.getContext().getAuthentication();
        if (login != null
                && login.getPrincipal() instanceof OidcPerson person
                && !person.until().isAfter(clock.instant())) {
            out.logout(request, response, login);
        }
        chain.doFilter(request, response);
    }
}
