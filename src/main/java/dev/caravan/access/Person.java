package dev.caravan.access;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.springframework.security.core.Authentication;

/** Who is logged in. */
public record Person(User user) implements Caller {

    @Override
    public String getName() {
        return user.name();
    }

    @Override
    public boolean may(Role needed) {
        return user.may(needed);
    }

    @Override
    public boolean sees(String workspace) {
        return user.sees(workspace);
    }

    @Override
    public boolean seesAll() {
        return user.workspaces().isEmpty();
    }

    /** Whoever this request comes from; empty before the login and on pages that an error shows. */
    public static Optional<Person> of(HttpServletRequest request) {
        return request.getUserPrincipal() instanceof Authentication login
                        && login.getPrincipal() instanceof Person person
                ? Optional.of(person)
                : Optional.empty();
    }
}
