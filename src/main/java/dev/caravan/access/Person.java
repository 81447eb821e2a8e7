package dev.caravan.access;

import jakarta.servlet.http.HttpServletRequest;
import java.io.Serializable;
import java.util.Optional;
import java.util.Set;
import org.springframework.security.core.Authentication;

/** Who is logged in, wherever that happened. Kept with the session when Caravan stops. */
public interface Person extends Caller, Serializable {

    Set<Role> roles();

    /** Those that this person sees; empty: all. */
    Set<String> workspaces();

    @Override
    default boolean may(Role needed) {
        return roles().stream().anyMatch(role -> role.allows(needed));
    }

    @Override
    default boolean sees(String workspace) {
        return seesAll() || workspaces().contains(workspace);
    }

    @Override
    default boolean seesAll() {
        return workspaces().isEmpty();
    }

    /** Somebody of {@code users.yaml}. */
    static Person of(User user) {
        return new LocalPerson(user);
    }

    /** Whoever this request comes from; empty before the login and on pages that an error shows. */
    static Optional<Person> of(HttpServletRequest request) {
        return request.getUserPrincipal() instanceof Authentication login
                        && login.getPrincipal() instanceof Person person
                ? Optional.of(person)
                : Optional.empty();
    }
}
