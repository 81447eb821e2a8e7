package dev.caravan.access;

import java.util.List;
import java.util.Set;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** Which role each page and action needs. What no other rule names, anybody may ask for who is logged in. */
final class Needs {
    private static final Set<String> LOOKING = Set.of("GET", "HEAD");

    private record Rule(RequestMatcher requests, Role role) {}

    private static final List<Rule> RULES = List.of(
            any("/review", Role.READ),
            get("/review/{record:\\d+}", Role.READ),
            any("/review/**", Role.REVIEW),
            any("/audit/ask", Role.REVIEW),
            any("/audit/**", Role.READ),
            any("/rerun/**", Role.OPERATE),
            get("/gates", Role.READ),
            any("/gates/**", Role.OPERATE),
            get("/api/**", Role.READ),
            any("/api/**", Role.OPERATE),
            any("/**", Role.READ));

    private Needs() {}

    private static Rule any(String pattern, Role role) {
        return new Rule(PathPatternRequestMatcher.withDefaults().matcher(pattern), role);
    }

    /** HEAD is answered by whatever answers GET, so it needs what that needs. */
    private static Rule get(String pattern, Role role) {
        RequestMatcher paths = PathPatternRequestMatcher.withDefaults().matcher(pattern);
        return new Rule(request -> LOOKING.contains(request.getMethod()) && paths.matches(request), role);
    }

    /** The first rule that fits decides. */
    static AuthorizationManager<RequestAuthorizationContext> rules() {
        return (login, context) -> {
            Role needed = RULES.stream()
                    .filter(rule -> rule.requests().matches(context.getRequest()))
                    .findFirst()
                    .orElseThrow()
                    .role();
            Authentication who = login.get();
            return new AuthorizationDecision(
                    who != null && who.getPrincipal() instanceof Person person && person.may(needed));
        };
    }
}
