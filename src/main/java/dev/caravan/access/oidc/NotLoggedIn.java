package dev.caravan.access.oidc;

import com.fasterxml.jackson.core.JacksonException;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.web.client.RestClientResponseException;

/** A login that did not come about ends on the login page with a sentence, and in the log with what happened. */
final class NotLoggedIn implements AuthenticationFailureHandler {
    private static final Logger LOG = LoggerFactory.getLogger(NotLoggedIn.class);

    private static final int LONGEST = 300;
    private static final int MOST_READ = 3000;
    /** Codes, tokens and what else is random; few hosts, no UUID and no code of an error are as long. */
    private static final Pattern SECRETS = Pattern.compile("eyJ[\\w.-]+|[\\w~+=.-]{40,}");

    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\u2028\\u2029]+");

    private static final Set<String> NO = Set.of(
            "access_denied",
            "login_required",
            "consent_required",
            "interaction_required",
            "account_selection_required");
    private static final String LOST = "authorization_request_not_found";
    /** Where the library's text quotes what was answered, this is said instead. */
    private static final Map<String, String> QUOTING = Map.of(
            "invalid_token_response", "The token endpoint's answer is of no use",
            "invalid_user_info_response", "The userinfo is of no use");

    private static final Set<String> FALSE = Set.of("invalid_id_token", "invalid_nonce");

    @Override
    public void onAuthenticationFailure(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException exception)
            throws IOException {
        List<Throwable> causes = Stream.iterate((Throwable) exception, Objects::nonNull, Throwable::getCause)
                .limit(20)
                .toList();
        OAuth2Error error = causes.stream()
                .filter(OAuth2AuthenticationException.class::isInstance)
                .map(cause -> ((OAuth2AuthenticationException) cause).getError())
                .findFirst()
                .orElseGet(() -> new OAuth2Error("unexpected", exception.getMessage(), null));
        boolean bare = request.getParameter("error") == null && request.getParameter("code") == null;
        boolean begins = request.getServletPath().equals(OidcSettings.BEGIN);
        Refused refused = bare && !begins && Refused.of(error).isEmpty() ? Refused.LATE : kind(error, causes);
        LOG.warn(
                "A login by OpenID Connect failed from {} ({}): {}",
                request.getRemoteAddr(),
                refused.word(),
                detail(error, causes));
        response.sendRedirect(request.getContextPath() + "/login?oidc=" + refused.word());
    }

    private static Refused kind(OAuth2Error error, List<Throwable> causes) {
        String code = error.getErrorCode();
        if (NO.contains(code)) {
            return Refused.DENIED;
        }
        if (LOST.equals(code)) {
            return Refused.LATE;
        }
        boolean noKeys =
                causes.stream().anyMatch(cause -> cause instanceof JwtException && !(cause instanceof BadJwtException))
                        && causes.stream().noneMatch(RateLimitReachedException.class::isInstance);
        return Refused.of(error).orElse(FALSE.contains(code) && !noKeys ? Refused.UNTRUSTED : Refused.AWAY);
    }

    /** What others wrote is cut, on one line, and without whatever looks like a secret. */
    private static String detail(OAuth2Error error, List<Throwable> causes) {
        boolean ours = Refused.of(error).isPresent();
        String said = error.getDescription() == null ? "" : error.getDescription();
        String code = error.getErrorCode();
        String text = QUOTING.getOrDefault(code, ours ? said : code + (said.isEmpty() ? "" : " (" + said + ")"));
        String why = reason(causes);
        String whole = why.isEmpty() || text.endsWith(why) ? text : text + ": " + why;
        String line = SECRETS.matcher(CONTROL.matcher(cut(whole, MOST_READ)).replaceAll(" "))
                .replaceAll("…");
        return cut(line, LONGEST);
    }

    private static String cut(String text, int most) {
        return text.length() > most ? text.substring(0, most) + "…" : text;
    }

    private static String reason(List<Throwable> causes) {
        for (Throwable cause : causes) {
            if (cause instanceof RestClientResponseException reply) {
                return "it answers " + reply.getStatusCode().value();
            }
        }
        for (Throwable cause : causes) {
            if (cause instanceof JacksonException) {
                return "it is no JSON";
            }
            if (cause instanceof IOException || cause instanceof IllegalStateException) {
                return cause.getMessage() == null ? kinds(causes, cause) : cause.getMessage();
            }
        }
        return "";
    }

    /** Connections that fail often have no other words than their classes. */
    private static String kinds(List<Throwable> causes, Throwable first) {
        return causes.stream()
                .skip(causes.indexOf(first))
                .map(cause -> cause.getClass().getSimpleName())
                .distinct()
                .collect(Collectors.joining(", "));
    }
}
