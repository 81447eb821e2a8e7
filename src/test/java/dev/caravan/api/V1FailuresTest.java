package dev.caravan.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.access.RequestIds;
import jakarta.servlet.ServletException;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

@ExtendWith(OutputCaptureExtension.class)
class V1FailuresTest {
    private final MockHttpServletResponse response = new MockHttpServletResponse();

    private boolean resolves(String path, Exception e) throws ServletException, IOException {
        MockHttpServletRequest request = new MockHttpServletRequest("POST", path);
        new RequestIds().doFilter(request, response, new MockFilterChain());
        return new V1Failures().resolveException(request, response, null, e) != null;
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/batches", "/classify"})
    void aMistakeOfOursIsToldInTheShapeOfTheOthersAndOnlyTheLogHasIt(String path, CapturedOutput log) throws Exception {
        assertThat(resolves(path, new IllegalStateException("a table is missing")))
                .isTrue();

        assertThat(response.getStatus()).isEqualTo(500);
        assertThat(response.getContentType()).isEqualTo("application/json");
        var error = new ObjectMapper().readTree(response.getContentAsString()).path("error");
        assertThat(error.path("type").asText()).isEqualTo("server_error");
        assertThat(error.path("code").asText()).isEqualTo("internal_error");
        assertThat(error.path("message").asText())
                .startsWith("Caravan made a mistake")
                .doesNotContain("table");
        String name = response.getHeader("x-request-id");
        assertThat(name).isNotNull();
        assertThat(error.path("message").asText()).contains("under " + name);
        assertThat(log).contains("POST " + path + " (" + name + ") could not be answered", "a table is missing");
    }

    @Test
    void otherPathsAndCallersWhoHaveGoneAreForOthers() throws Exception {
        assertThat(resolves("/review", new IllegalStateException("a table is missing")))
                .isFalse();
        assertThat(resolves("/v1/batches", new IOException("Broken pipe"))).isFalse();
        assertThat(response.getContentAsByteArray()).isEmpty();
    }
}
