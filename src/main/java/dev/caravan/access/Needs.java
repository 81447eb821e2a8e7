package dev.caravan.access;

import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** Which role each page and action needs. What no other rule names, anybody may ask for who is logged in. */
final class Needs {
    private static final Set<String> LOOKING = Set.of("GET", "HEAD");

    /** @param roles any of them will do */
    private record Rule(RequestMatcher requests, Set<Role> roles) {}

    private static final List<Rule> RULES = List.of(
            any("/review", Role.READ),
            get("/review/{record:\\d+}", Role.READ),
            any("/review/**", Role.REVIEW),
            any("/audit/ask", Role.REVIEW),
            any("/audit/**", Role.READ),
            any("/records/*/ask", Role.REVIEW),
            any("/rerun/**", Role.OPERATE),
            get("/gates", Role.READ),
            any("/gates/**", Role.OPERATE),
            any("/models/new", Role.ADMIN),
            any("/credentials/new", Role.ADMIN),
            get("/models/{model}", Role.READ),
            get("/credentials/{credential}", Role.READ),
            get("/models", Role.READ),
            get("/credentials", Role.READ),
            any("/models/**", Role.ADMIN),
            any("/credentials/**", Role.ADMIN),
            get("/drops/{drop}", Role.READ),
            any("/drops/*/*", Role.OPERATE),
            get("/batches/{batch}", Role.READ),
            any("/batches/*/*", Role.OPERATE),
            get("/publications/{publication}", Role.READ),
            any("/publications/*/*", Role.OPERATE),
            get("/tasks/{task}", Role.READ),
            any("/tasks/*/*", Role.OPERATE),
            any("/hawtio/**", Role.ADMIN),
            any("/api/keys/**", Role.ADMIN),
            get("/api/**", Role.READ),
            any("/api/models/**", Role.ADMIN),
            any("/api/credentials/**", Role.ADMIN),
            any("/api/reviews/**", Role.REVIEW),
            any("/api/**", Role.OPERATE),
            any("/openapi.yaml", Role.SUBMIT, Role.READ),
            any("/openapi.json", Role.SUBMIT, Role.READ),
            get("/v1/**", Role.SUBMIT, Role.READ),
            any("/v1/**", Role.SUBMIT),
            any("/extract", Role.SUBMIT),
            any("/summarization/abstractive", Role.SUBMIT),
            any("/classify", Role.SUBMIT),
            get("/**", Role.READ),
            any("/logout", Role.READ),
            any("/error", Role.READ),
            any("/**", Role.OPERATE));

    private Needs() {}

    private static Rule any(String pattern, Role... roles) {
        return new Rule(PathPatternRequestMatcher.withDefaults().matcher(pattern), Set.of(roles));
    }

    /** HEAD is answered by whatever answers GET, so it needs what that needs. */
    private static Rule get(String pattern, Role... roles) {
        RequestMatcher paths = PathPatternRequestMatcher.withDefaults().matcher(pattern);
        return new Rule(request -> LOOKING.contains(request.getMethod()) && paths.matches(request), Set.of(roles));
    }

    /** The first rule that fits decides. */
    static AuthorizationManager<RequestAuthorizationContext> rules() {
        return (login, context) -> {
            Set<Role> needed = RULES.stream()
                    .filter(rule -> rule.requests().matches(context.getRequest()))
                    .findFirst()
                    .orElseThrow()
                    .roles();
            Authentication who = login.get();
            return new AuthorizationDecision(who != null
                    && who.getPrincipal() instanceof Caller caller
                    && needed.stream().anyMatch(caller::may));
        };
    }

    /** What shows all workspaces together: for those who may read, and see all of them anyway. */
    static AuthorizationManager<RequestAuthorizationContext> everything(Supplier<Sight> sight) {
        return (login, context) -> {
            Authentication who = login.get();
            return new AuthorizationDecision(who != null
                    && who.getPrincipal() instanceof Caller caller
                    && caller.may(Role.READ)
                    && sight.get().all(caller));
        };
    }
}
