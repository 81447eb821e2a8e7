package dev.caravan.access;

import io.github.bucket4j.ConsumptionProbe;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * How much one API key may ask for: requests a minute, and bodies at a time. Stands behind {@link KeyLogin}; what comes without
 * a key is passed on.
 */
final class KeyLimits extends OncePerRequestFilter {
    private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH");

    /** What is told in which shape. */
    interface Refusal {
        void write(HttpServletRequest request, HttpServletResponse response, String message) throws IOException;
    }

    private final KeyRates rates;
    private final Refusal refusal;

    KeyLimits(KeyRates rates, Refusal refusal) {
        this.rates = rates;
        this.refusal = refusal;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<KeyHolder> holder = holder();
        if (holder.isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        KeyRates.Left left = rates.of(holder.get().key().id());
        ConsumptionProbe probe = left.requests().tryConsumeAndReturnRemaining(1);
        response.setHeader("x-ratelimit-limit-requests", String.valueOf(rates.perMinute()));
        response.setHeader("x-ratelimit-remaining-requests", String.valueOf(probe.getRemainingTokens()));
        if (!probe.isConsumed()) {
            long seconds = Duration.ofNanos(probe.getNanosToWaitForRefill()).toSeconds() + 1;
            refuse(
                    request,
                    response,
                    seconds,
                    "This API key may ask " + rates.perMinute() + " times a minute. Try again in " + seconds + " s");
        } else if (!WITH_BODY.contains(request.getMethod())) {
            chain.doFilter(request, response);
        } else if (left.uploads().tryAcquire()) {
            try {
                chain.doFilter(request, response);
            } finally {
                left.uploads().release();
            }
        } else {
            refuse(
                    request,
                    response,
                    1,
                    "This API key may send " + rates.uploads()
                            + " bodies at a time, and so many are on their way. Try again when one has arrived");
        }
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response, long seconds, String message)
            throws IOException {
        response.setHeader("Retry-After", String.valueOf(seconds));
        refusal.write(request, response, message);
    }

    private static Optional<KeyHolder> holder() {
        Authentication login = SecurityContextHolder.getContext().getAuthentication();
        return login != null && login.getPrincipal() instanceof KeyHolder holder
                ? Optional.of(holder)
                : Optional.empty();
    }
}
