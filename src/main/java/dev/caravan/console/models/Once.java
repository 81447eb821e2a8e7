package dev.caravan.console.models;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

/** A yes that counts once, however often it is sent: what costs money is not done twice by a second click. */
final class Once {
    private static final String YES = "console.models.once";

    private Once() {}

    /** For the next question of this session; what was given before counts no more. */
    static String give(HttpServletRequest request) {
        String yes = UUID.randomUUID().toString();
        request.getSession().setAttribute(YES, new AtomicReference<>(yes));
        return yes;
    }

    /** Whether it was given, and was not taken yet. */
    static boolean take(HttpServletRequest request, String yes) {
        HttpSession session = request.getSession(false);
        return session != null
                && session.getAttribute(YES) instanceof AtomicReference<?> given
                && yes.equals(given.getAndSet(null));
    }
}
