package dev.caravan.access;

import dev.caravan.access.Keys.Seen;
import dev.caravan.ledger.ApiKeys.ApiKey;
import dev.caravan.ledger.LedgerException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.InternalAuthenticationServiceException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.web.filter.OncePerRequestFilter;

/** Lets in who sends a key, as {@code x-api-key} or as {@code Authorization: Bearer}. Without a key it does nothing. */
final class KeyLogin extends OncePerRequestFilter {
    private static final String BEARER = "bearer ";

    private final Keys keys;
    private final AuthenticationEntryPoint refusal;

    KeyLogin(Keys keys, AuthenticationEntryPoint refusal) {
        this.keys = keys;
        this.refusal = refusal;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String sent = sent(request);
        if (sent == null) {
            chain.doFilter(request, response);
            return;
        }
        ApiKey key;
        try {
            key = opened(sent);
        } catch (AuthenticationException e) {
            refusal.commence(request, response, e);
            return;
        }
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(UsernamePasswordAuthenticationToken.authenticated(
                new KeyHolder(key), null, AuthorityUtils.NO_AUTHORITIES));
        SecurityContextHolder.setContext(context);
        try {
            chain.doFilter(request, response);
        } finally {
            SecurityContextHolder.clearContext();
        }
    }

    /** Whether somebody says who it is, by a key or a password. */
    static boolean isSent(HttpServletRequest request) {
        return request.getHeader("x-api-key") != null || request.getHeader("Authorization") != null;
    }

    private static @Nullable String sent(HttpServletRequest request) {
        String key = request.getHeader("x-api-key");
        String authorization = request.getHeader("Authorization");
        if (key != null) {
            return key.strip();
        }
        return authorization != null && authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)
                ? authorization.substring(BEARER.length()).strip()
                : null;
    }

    private ApiKey opened(String text) {
        try {
            Seen seen = keys.look(text);
            ApiKey key = seen.key();
            if (key == null) {
                throw new BadCredentialsException("This API key is not known here");
            }
            return switch (seen.verdict()) {
                case GOOD -> key;
                case EXPIRED ->
                    throw new BadCredentialsException("The API key " + key.id() + " expired " + key.expiresAt()
                            + ". Ask an administrator of Caravan for another");
                default ->
                    throw new BadCredentialsException("The API key " + key.id() + " was revoked " + key.revokedAt()
                            + ". Ask an administrator of Caravan for another");
            };
        } catch (LedgerException e) {
            throw new InternalAuthenticationServiceException(
                    "Caravan can't read its ledger at the moment. Try again later", e);
        }
    }
}
