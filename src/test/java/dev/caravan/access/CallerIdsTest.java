package dev.caravan.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.ledger.ApiKeys.ApiKey;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;

/** What lines of the log have while a request is answered. */
class CallerIdsTest {
    private final MockHttpServletRequest request = new MockHttpServletRequest("GET", "/v1/batches");
    private final MockHttpServletResponse response = new MockHttpServletResponse();
    private final Map<String, String> during = new HashMap<>();

    private void answer() throws Exception {
        new RequestIds()
                .doFilter(
                        request,
                        response,
                        (asked, answered) -> new CallerIds()
                                .doFilter(asked, answered, (last, end) -> during.putAll(MDC.getCopyOfContextMap())));
    }

    @Test
    void haveTheRequestItsCallerAndTheWorkspaceOfItsKeyAndNothingOfThemAfterwards() throws Exception {
        ApiKey key =
                new ApiKey("k7", "shop", "sales", Set.of("submit"), "", "operator", Instant.EPOCH, null, null, null);
        request.setUserPrincipal(new UsernamePasswordAuthenticationToken(new KeyHolder(key), null));
        answer();
        assertThat(during)
                .isEqualTo(Map.of(
                        "request", response.getHeader("x-request-id"), "caller", "key:shop:k7", "workspace", "sales"));
        assertThat(MDC.get("request")).isNull();
        assertThat(MDC.get("caller")).isNull();
        assertThat(MDC.get("workspace")).isNull();
    }

    @Test
    void haveOnlyTheRequestWhereNobodyIsKnown() throws Exception {
        answer();
        assertThat(during).isEqualTo(Map.of("request", response.getHeader("x-request-id")));
    }
}
