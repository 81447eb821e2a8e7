package dev.caravan.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.SqliteLedger;
import dev.caravan.ledger.TestClock;
import jakarta.servlet.FilterChain;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** What an Idempotency-Key stands for after each way in which a request may end; ManagementContractTest has the usual one. */
class OnlyOnceTest {
    @TempDir
    Path folder;

    private final AtomicInteger done = new AtomicInteger();
    private Ledger ledger;
    private OnlyOnce filter;

    @BeforeEach
    void open() {
        ledger = SqliteLedger.open(folder.resolve("caravan.db"), new TestClock());
        filter = new OnlyOnce(() -> ledger);
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    private String send(FilterChain work) throws Exception {
        MockHttpServletRequest request = new MockHttpServletRequest("POST", "/api/drops/1/cancel");
        request.addHeader("Idempotency-Key", "k");
        request.setUserPrincipal(() -> "operator");
        request.setContent("{}".getBytes(StandardCharsets.UTF_8));
        MockHttpServletResponse response = new MockHttpServletResponse();
        filter.doFilter(request, response, work);
        return response.getStatus() + " " + response.getContentAsString();
    }

    private FilterChain ending(int status) {
        return (request, response) -> {
            done.incrementAndGet();
            ((HttpServletResponse) response).setStatus(status);
            response.getOutputStream().write(request.getInputStream().readAllBytes());
        };
    }

    @Test
    void whatWasRefusedMayBeSentAgainUnderItsKey() throws Exception {
        assertThat(send(ending(409))).isEqualTo("409 {}");
        assertThat(send(ending(503))).isEqualTo("503 {}");
        assertThat(send(ending(202))).isEqualTo("202 {}");
        assertThat(send(ending(202))).isEqualTo("202 {}");
        assertThat(done).hasValue(3);
    }

    @Test
    void whatFailedInTheMiddleIsNotDoneAgainWithoutALook() throws Exception {
        assertThatThrownBy(() -> send((request, response) -> {
                    throw new IllegalStateException("half done");
                }))
                .hasMessage("half done");
        assertThat(send(ending(202))).startsWith("409 ").contains("nobody knows what came of it");
        assertThat(done).hasValue(0);
    }

    @Test
    void aSecretIsNotKept() throws Exception {
        FilterChain secret = (request, response) -> {
            ShownOnce.mark((HttpServletRequest) request);
            ending(201).doFilter(request, response);
        };
        assertThat(send(secret)).isEqualTo("201 {}");
        assertThat(send(secret)).startsWith("409 ").contains("a secret is shown once");
    }
}
