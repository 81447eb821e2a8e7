package dev.caravan.access;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionEvent;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;

class VisitorsTest {
    private final Visitors visitors = new Visitors(2);

    private MockHttpSession visit() {
        MockHttpSession session = new MockHttpSession();
        visitors.sessionCreated(new HttpSessionEvent(session));
        return session;
    }

    @Test
    void ofTooManyWithoutALoginTheOldestIsForgottenAndWhoIsLoggedInIsNot() {
        MockHttpSession person = visit();
        visitors.attributeAdded(new HttpSessionBindingEvent(
                person, HttpSessionSecurityContextRepository.SPRING_SECURITY_CONTEXT_KEY, "login"));
        List<MockHttpSession> others = Stream.generate(this::visit).limit(3).toList();
        assertThat(person.isInvalid()).isFalse();
        assertThat(others.stream().map(MockHttpSession::isInvalid)).containsExactly(true, false, false);
        visitors.sessionDestroyed(new HttpSessionEvent(others.get(1)));
        assertThat(visit().isInvalid()).isFalse();
        assertThat(others.get(2).isInvalid()).isFalse();
    }
}
