package dev.caravan.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

@ExtendWith(OutputCaptureExtension.class)
class V1FailuresTest {
    private final MockHttpServletResponse response = new MockHttpServletResponse();

    private boolean resolves(String path, Exception e) {
        return new V1Failures().resolveException(new MockHttpServletRequest("POST", path), response, null, e) != null;
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
        assertThat(log).contains("POST " + path + " could not be answered", "a table is missing");
    }

    @Test
    void otherPathsAndCallersWhoHaveGoneAreForOthers() {
        assertThat(resolves("/review", new IllegalStateException("a table is missing")))
                .isFalse();
        assertThat(resolves("/v1/batches", new IOException("Broken pipe"))).isFalse();
        assertThat(response.getContentAsByteArray()).isEmpty();
    }
}
