package dev.caravan.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.provider.Account;
import dev.caravan.provider.Failure;
import dev.caravan.provider.Failure.Kind;
import dev.caravan.provider.JobStatus;
import dev.caravan.provider.ModelInquiry;
import dev.caravan.provider.PollStep;
import dev.caravan.provider.Reply;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenAiConversationTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-01-01T12:00:00Z"), ZoneOffset.UTC);

    private static final Account PLAIN = new ModelInquiry("openai", "http://localhost", "test", Map.of());

    private final OpenAiFailures failures = new OpenAiFailures(NOON);

    static Reply reply(int status, String body, String... headers) throws Exception {
        Map<String, String> map = headers.length == 0 ? Map.of() : Map.of(headers[0], headers[1]);
        return new Reply(status, map, body.startsWith("{") ? JSON.readTree(body) : null, body);
    }

    @ParameterizedTest
    @CsvSource({
        "400, invalid_request_error, INVALID_REQUEST, true",
        "401, invalid_api_key, AUTH, true",
        "403, , AUTH, true",
        "404, not_found, INVALID_REQUEST, true",
        "408, , TRANSIENT, false",
        "409, , TRANSIENT, false",
        "413, , INVALID_REQUEST, true",
        "422, , INVALID_REQUEST, true",
        "429, rate_limit_exceeded, TRANSIENT, true",
        "429, insufficient_quota, QUOTA, true",
        "500, server_error, TRANSIENT, false",
        "418, , FATAL, false",
    })
    void takesOnlyTheProvidersOwnRefusalAsProof(int status, String code, Kind kind, boolean proven) throws Exception {
        String json = code == null ? "null" : "\"" + code + "\"";
        Failure own = failures.of(reply(status, "{\"error\":{\"message\":\"No\",\"code\":" + json + "}}"), Map.of());
        assertThat(own).isEqualTo(new Failure(kind, proven, code == null ? "http_" + status : code, "No", null, 0));
        Failure foreign = failures.of(reply(status, "<html>Bad gateway</html>"), Map.of());
        assertThat(foreign.proven()).isFalse();
        assertThat(foreign.message())
                .isEqualTo("HTTP " + status + " without the provider's own error: <html>Bad gateway</html>");
    }

    @Test
    void doubtsASuccessWithoutId() throws Exception {
        assertThat(failures.of(reply(200, "{\"object\":\"batch\"}"), Map.of()))
                .extracting(Failure::kind, Failure::proven)
                .containsExactly(Kind.TRANSIENT, false);
    }

    @ParameterizedTest
    @CsvSource({
        "retry-after, 3600, PT1H",
        "retry-after, 0.5, PT0.5S",
        "retry-after-ms, 250, PT0.25S",
        "retry-after, 'Thu, 1 Jan 2026 12:01:00 GMT', PT1M",
        "retry-after, 'Thu, 1 Jan 2026 11:00:00 GMT', PT0S",
        "retry-after, 999999999, PT24H",
        "retry-after, soon, ",
    })
    void readsHowLongToWait(String header, String value, Duration wait) throws Exception {
        assertThat(failures.of(reply(429, "", header, value), Map.of()).retryAfter())
                .isEqualTo(wait);
    }

    @Test
    void countsARetryDateFromTheProvidersOwnClock() {
        Reply reply = new Reply(
                503,
                Map.of("retry-after", "Thu, 1 Jan 2026 20:00:30 GMT", "date", "Thu, 1 Jan 2026 20:00:00 GMT"),
                null,
                "");
        assertThat(failures.of(reply, Map.of()).retryAfter()).isEqualTo(Duration.ofSeconds(30));
    }

    /** Remembers what it is told. */
    private static final class Step implements PollStep {
        final List<JobStatus> statuses = new ArrayList<>();
        final List<Failure> failed = new ArrayList<>();

        @Override
        public void status(JobStatus status) {
            statuses.add(status);
        }

        @Override
        public void failed(Failure failure) {
            failed.add(failure);
        }
    }

    private JobStatus status(String batch) throws Exception {
        Step step = new Step();
        new OpenAiConversation(failures).status(step, PLAIN, reply(200, batch));
        assertThat(step.failed).isEmpty();
        return step.statuses.get(0);
    }

    @Test
    void takesAnEmptyFileIdForNone() throws Exception {
        assertThat(status("{\"id\":\"b\",\"status\":\"expired\",\"output_file_id\":\"f1\",\"error_file_id\":\"\","
                        + "\"request_counts\":{\"total\":10,\"completed\":1,\"failed\":0}}"))
                .isEqualTo(new JobStatus("b", "expired", true, 10, 1, 0, Map.of("results", "f1"), null));
    }

    @Test
    void keepsAskingAboutAStatusNobodyKnows() throws Exception {
        JobStatus status = status("{\"id\":\"b\",\"status\":\"dreaming\",\"output_file_id\":null}");
        assertThat(status.state()).isEqualTo("unknown");
        assertThat(status.terminal()).isFalse();
    }

    @Test
    void namesTheLineThatFailedABatch() throws Exception {
        JobStatus status = status(
                "{\"id\":\"b\",\"status\":\"failed\",\"errors\":{\"data\":["
                        + "{\"code\":\"invalid_json_line\",\"message\":\"line is not valid JSON\",\"line\":3},{\"code\":\"x\"}]}}");
        assertThat(status.failure())
                .isEqualTo(new Failure(
                        Kind.INVALID_REQUEST,
                        true,
                        "invalid_json_line",
                        "line is not valid JSON (and 1 more)",
                        null,
                        List.of(new Failure.Line(3, "invalid_json_line", "line is not valid JSON"))));
        JobStatus queue = status("{\"id\":\"b\",\"status\":\"failed\",\"errors\":{\"data\":["
                + "{\"code\":\"token_limit_exceeded\",\"message\":\"Enqueued token limit\",\"line\":null}]}}");
        assertThat(queue.failure())
                .isEqualTo(new Failure(Kind.QUOTA, true, "token_limit_exceeded", "Enqueued token limit", null, 0));
    }

    @Test
    void takesAnErrorInsteadOfABatchForAFailure() throws Exception {
        Step step = new Step();
        OpenAiConversation conversation = new OpenAiConversation(failures);
        conversation.status(step, PLAIN, reply(404, "{\"error\":{\"message\":\"No such batch\",\"code\":null}}"));
        conversation.status(step, PLAIN, reply(200, "{\"error\":{\"message\":\"gone\"}}"));
        assertThat(step.statuses).isEmpty();
        assertThat(step.failed).extracting(Failure::code).containsExactly("http_404", "http_200");
    }
}
