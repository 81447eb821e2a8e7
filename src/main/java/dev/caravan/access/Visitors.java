package dev.caravan.access;

import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionAttributeListener;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;
import java.time.Duration;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;

/**
 * Forgets soon who has not logged in: each look at the login page begins a session, and whoever asks for it a million times
 * must not fill the memory for half an hour.
 */
final class Visitors implements HttpSessionListener, HttpSessionAttributeListener {
    /** Enough to find a password. */
    private static final Duration BEFORE_LOGIN = Duration.ofMinutes(5);

    @Override
    public void sessionCreated(HttpSessionEvent event) {
        event.getSession().setMaxInactiveInterval((int) BEFORE_LOGIN.toSeconds());
    }

    /** With the login a session lasts as long as the settings say. */
    @Override
    public void attributeAdded(HttpSessionBindingEvent event) {
        if (event.getName().equals(HttpSessionSecurityContextRepository.SPRING_SECURITY_CONTEXT_KEY)) {
            HttpSession session = event.getSession();
            session.setMaxInactiveInterval(session.getServletContext().getSessionTimeout() * 60);
        }
    }
}
