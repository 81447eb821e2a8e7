package dev.caravan.console;

import dev.caravan.access.Person;
import dev.caravan.access.Role;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.io.Serializable;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.csrf.CsrfToken;

/** One request of somebody's, as pages see it. */
public final class Visit {
    private static final String FLASH = "console.flash";

    private final HttpServletRequest request;

    public Visit(HttpServletRequest request) {
        this.request = request;
    }

    /**
     * A message that is shown once.
     *
     * @param kind {@code done} or {@code trouble}
     */
    public record Flash(String kind, String text) implements Serializable {}

    public Optional<Person> person() {
        return Person.of(request);
    }

    /** The login name, which is the actor of whatever this request does. */
    public String actor() {
        return person().orElseThrow().getName();
    }

    public boolean may(Role role) {
        return person().map(person -> person.may(role)).orElse(false);
    }

    /** Whether a script asks for a piece of the page that is open. */
    public boolean wantsFragment() {
        return request.getHeader("HX-Request") != null && request.getHeader("HX-History-Restore-Request") == null;
    }

    public @Nullable String header(String name) {
        return request.getHeader(name);
    }

    public String path() {
        return request.getServletPath();
    }

    /** What a form must send back; empty where nothing is checked. */
    public String csrf() {
        return request.getAttribute(CsrfToken.class.getName()) instanceof CsrfToken token ? token.getToken() : "";
    }

    /** Leaves a message for the next page. */
    public void flash(String kind, String text) {
        request.getSession().setAttribute(FLASH, new Flash(kind, text));
    }

    Optional<Flash> takeFlash() {
        HttpSession session = request.getSession(false);
        if (session == null || !(session.getAttribute(FLASH) instanceof Flash flash)) {
            return Optional.empty();
        }
        session.removeAttribute(FLASH);
        return Optional.of(flash);
    }
}
