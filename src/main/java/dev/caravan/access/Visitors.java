package dev.caravan.access;

import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionAttributeListener;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;

/**
 * Forgets soon who has not logged in: each look at the login page begins a session, and whoever asks for it a million times
 * must not fill the memory. After five minutes they are gone, and of more than {@code most} the oldest at once.
 */
final class Visitors implements HttpSessionListener, HttpSessionAttributeListener {
    private static final Logger LOG = LoggerFactory.getLogger(Visitors.class);

    /** Enough to find a password. */
    private static final Duration BEFORE_LOGIN = Duration.ofMinutes(5);

    /** Sessions get another id with the login. */
    private static final String NUMBER = "access.visitor";

    private final int most;
    private final Map<Long, HttpSession> waiting = new LinkedHashMap<>();
    private long last;

    /** @param most sessions without a login */
    Visitors(int most) {
        this.most = most;
    }

    @Override
    public void sessionCreated(HttpSessionEvent event) {
        HttpSession session = event.getSession();
        session.setMaxInactiveInterval((int) BEFORE_LOGIN.toSeconds());
        HttpSession surplus = remember(session);
        if (surplus != null) {
            try {
                surplus.invalidate();
            } catch (IllegalStateException gone) {
                LOG.debug("It ended by itself", gone);
            }
        }
    }

    private synchronized @Nullable HttpSession remember(HttpSession session) {
        session.setAttribute(NUMBER, ++last);
        waiting.put(last, session);
        return waiting.size() > most
                ? waiting.remove(waiting.keySet().iterator().next())
                : null;
    }

    @Override
    public void sessionDestroyed(HttpSessionEvent event) {
        forget(event.getSession());
    }

    /** With the login a session lasts as long as the settings say. */
    @Override
    public void attributeAdded(HttpSessionBindingEvent event) {
        if (event.getName().equals(HttpSessionSecurityContextRepository.SPRING_SECURITY_CONTEXT_KEY)) {
            HttpSession session = event.getSession();
            session.setMaxInactiveInterval(session.getServletContext().getSessionTimeout() * 60);
            forget(session);
        }
    }

    private synchronized void forget(HttpSession session) {
        if (session.getAttribute(NUMBER) instanceof Long number) {
            waiting.remove(number);
        }
    }
}
