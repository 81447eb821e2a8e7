package dev.caravan.access;

import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.Optional;
import org.springframework.security.core.Authentication;

/** Who asks: a person who is logged in, or whoever holds an API key. Its name is the actor of what it does. */
public interface Caller extends Principal {

    boolean may(Role needed);

    /** Whether what belongs to this workspace is there for this caller; everything else is as if it did not exist. */
    boolean sees(String workspace);

    /** Whether all workspaces are there for this caller, and what is in none any more. */
    boolean seesAll();

    /** Whoever this request comes from; empty before the login and on pages that an error shows. */
    static Optional<Caller> of(HttpServletRequest request) {
        return request.getUserPrincipal() instanceof Authentication login
                        && login.getPrincipal() instanceof Caller caller
                ? Optional.of(caller)
                : Optional.empty();
    }
}
