package dev.caravan.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.ledger.ApiKeys.ApiKey;
import dev.caravan.ledger.TestClock;
import jakarta.servlet.FilterChain;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;

class KeyLimitsTest {
    private final TestClock clock = new TestClock();
    private final KeyRates rates = new KeyRates(3, 2, clock);
    private final KeyLimits limits = new KeyLimits(rates, OpenAiRefusals::tooMany);

    private void by(String keyId) {
        ApiKey key = new ApiKey(
                keyId, "nightly", "default", Set.of("submit"), "00", "admin", clock.instant(), null, null, null);
        SecurityContextHolder.getContext()
                .setAuthentication(
                        UsernamePasswordAuthenticationToken.authenticated(new KeyHolder(key), null, List.of()));
    }

    @AfterEach
    void nobody() {
        SecurityContextHolder.clearContext();
    }

    private MockHttpServletResponse ask(String verb, FilterChain then) throws Exception {
        MockHttpServletResponse response = new MockHttpServletResponse();
        limits.doFilter(new MockHttpServletRequest(verb, "/v1/batches"), response, then);
        return response;
    }

    private MockHttpServletResponse ask(String verb) throws Exception {
        return ask(verb, (request, response) -> {});
    }

    @Test
    void aKeyThatAsksTooOftenWaitsAndOthersDoNot() throws Exception {
        by("a");
        for (String left : List.of("2", "1", "0")) {
            MockHttpServletResponse good = ask("GET");
            assertThat(good.getStatus()).isEqualTo(200);
            assertThat(good.getHeader("x-ratelimit-remaining-requests")).isEqualTo(left);
        }
        MockHttpServletResponse refused = ask("GET", (request, response) -> {
            throw new AssertionError("passed");
        });
        assertThat(refused.getStatus()).isEqualTo(429);
        assertThat(refused.getHeader("Retry-After")).isEqualTo("21");
        assertThat(refused.getContentAsString())
                .isEqualTo("{\"error\":{\"message\":\"This API key may ask 3 times a minute. Try again in 21 s\","
                        + "\"type\":\"requests\",\"param\":null,\"code\":\"rate_limit_exceeded\"}}");
        by("b");
        assertThat(ask("GET").getStatus()).isEqualTo(200);
        by("a");
        clock.pass(Duration.ofSeconds(20));
        assertThat(ask("GET").getStatus()).isEqualTo(200);
        assertThat(ask("GET").getStatus()).isEqualTo(429);
    }

    @Test
    void aKeySendsSoManyBodiesAtATimeAndReadsBesides() throws Exception {
        by("a");
        List<Integer> inner = new ArrayList<>();
        FilterChain third = (request, response) -> inner.add(status("POST"));
        FilterChain second = (request, response) -> inner.add(status("POST", third));
        MockHttpServletResponse first = ask("POST", second);
        assertThat(first.getStatus()).isEqualTo(200);
        assertThat(inner).containsExactly(429, 200);
        clock.pass(Duration.ofMinutes(1));
        assertThat(status("POST")).as("the places are free again").isEqualTo(200);
    }

    private int status(String verb) {
        return status(verb, (request, response) -> {});
    }

    private int status(String verb, FilterChain then) {
        try {
            return ask(verb, then).getStatus();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whoHasNoKeyIsNotCounted() throws Exception {
        for (int i = 0; i < 9; i++) {
            MockHttpServletResponse reply = ask("POST");
            assertThat(reply.getStatus()).isEqualTo(200);
            assertThat(reply.getHeader("x-ratelimit-limit-requests")).isNull();
        }
    }
}
