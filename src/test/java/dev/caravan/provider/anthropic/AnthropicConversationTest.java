package dev.caravan.provider.anthropic;

import static dev.caravan.provider.anthropic.Replies.batch;
import static dev.caravan.provider.anthropic.Replies.error;
import static dev.caravan.provider.anthropic.Replies.reply;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.provider.Failure;
import dev.caravan.provider.Failure.Kind;
import dev.caravan.provider.JobStatus;
import dev.caravan.provider.ModelInquiry;
import dev.caravan.provider.PollStep;
import dev.caravan.provider.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hc.core5.http.HttpEntity;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnthropicConversationTest {
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-01-01T12:00:00Z"), ZoneOffset.UTC);
    private static final String CREATED = "2026-08-19T14:44:51.493319+00:00";

    private final AnthropicConversation conversation = new AnthropicConversation(NOON);
    private final AnthropicFailures failures = new AnthropicFailures(NOON);

    @ParameterizedTest
    @CsvSource({
        "400, invalid_request_error, INVALID_REQUEST, true",
        "401, authentication_error, AUTH, true",
        "402, billing_error, QUOTA, true",
        "403, permission_error, AUTH, true",
        "404, not_found_error, INVALID_REQUEST, true",
        "408, timeout_error, TRANSIENT, false",
        "409, conflict_error, TRANSIENT, false",
        "429, rate_limit_error, TRANSIENT, true",
        "500, api_error, TRANSIENT, false",
        "504, timeout_error, TRANSIENT, false",
        "529, overloaded_error, TRANSIENT, false",
        "418, teapot_error, FATAL, false",
    })
    void takesOnlyTheProvidersOwnRefusalAsProof(int status, String type, Kind kind, boolean proven) {
        assertThat(failures.of(reply(status, error(type, "No"))))
                .isEqualTo(new Failure(kind, proven, type, "No", null, 0));
        Failure foreign = failures.of(reply(status, "<html>Bad gateway</html>"));
        assertThat(foreign.proven()).isFalse();
        assertThat(foreign.message())
                .isEqualTo("HTTP " + status + " without the provider's own error: <html>Bad gateway</html>");
    }

    @Test
    void takesATooLargeBodyForRefusedWhateverTheGatewaySays() {
        assertThat(failures.of(reply(413, "<html>")))
                .extracting(Failure::kind, Failure::proven, Failure::code)
                .containsExactly(Kind.INVALID_REQUEST, true, "request_too_large");
    }

    @Test
    void takesASpendLimitForAQuota() {
        assertThat(failures.of(reply(400, error("invalid_request_error", "You have reached your specified API limit")))
                        .kind())
                .isEqualTo(Kind.QUOTA);
        String enforced = "{\"error\":{\"type\":\"rate_limit_error\",\"message\":\"Limit\",\"details\":"
                + "{\"error_code\":\"enforced_spend_limit_reached\"}}}";
        assertThat(failures.of(reply(429, enforced, "x-should-retry", "true")).kind())
                .isEqualTo(Kind.QUOTA);
    }

    @ParameterizedTest
    @CsvSource({"403, true, TRANSIENT", "500, false, FATAL", "429, false, QUOTA"})
    void heedsWhatTheProviderSaysOfRetries(int status, String should, Kind kind) {
        assertThat(failures.of(reply(status, error("x", "y"), "x-should-retry", should))
                        .kind())
                .isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({"retry-after, 3600, PT1H", "retry-after, 0.5, PT0.5S", "retry-after-ms, 250, PT0.25S"})
    void readsHowLongToWait(String header, String value, Duration wait) {
        assertThat(failures.of(reply(429, "", header, value)).retryAfter()).isEqualTo(wait);
    }

    /** Remembers what it is told. */
    private static final class Step implements PollStep {
        final List<JobStatus> statuses = new ArrayList<>();
        final List<Failure> failed = new ArrayList<>();
        private @Nullable Duration wait;

        @Override
        public void status(JobStatus status) {
            statuses.add(status);
        }

        @Override
        public void status(JobStatus status, @Nullable Duration earliest) {
            statuses.add(status);
            wait = earliest;
        }

        @Override
        public void failed(Failure failure) {
            failed.add(failure);
        }
    }

    private JobStatus status(Reply reply) {
        Step step = new Step();
        conversation.status(step, reply);
        assertThat(step.failed).isEmpty();
        return step.statuses.get(0);
    }

    @ParameterizedTest
    @CsvSource({
        "in_progress, 10, 0, 0, 0, 0, in_progress, false, 0",
        "in_progress, 8, 2, 0, 0, 0, in_progress, false, 2",
        "canceling, 10, 0, 0, 0, 0, cancelling, false, 0",
        "ended, 0, 7, 3, 0, 0, completed, true, 10",
        "ended, 0, 0, 10, 0, 0, completed, true, 10",
        "ended, 0, 7, 1, 2, 0, cancelled, true, 10",
        "ended, 0, 10, 0, 0, 0, completed, true, 10",
        "ended, 0, 7, 0, 1, 2, expired, true, 10",
        "dreaming, 10, 0, 0, 0, 0, unknown, false, 0",
    })
    void tellsByTheCountsHowABatchEnded(
            String word, int p, int s, int e, int c, int x, String state, boolean terminal, long completed) {
        assertThat(status(reply(200, batch("b", CREATED, word, p, s, e, c, x))))
                .isEqualTo(new JobStatus(
                        "b", state, terminal, 10, completed, e, terminal ? Map.of("results", "b") : Map.of(), null));
    }

    @Test
    void waitsAsLongAsARunningBatchAsksFor() {
        Step step = new Step();
        conversation.status(step, reply(200, batch("b", CREATED, "in_progress", 1, 0, 0, 0, 0), "retry-after", "10"));
        assertThat(step.wait).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void saysWhenResultsAreGone() {
        String archived = batch("b", CREATED, "ended", 0, 4, 0, 0, 0)
                .replace("\"archived_at\":null", "\"archived_at\":\"2026-09-17T14:44:51Z\"");
        JobStatus status = status(reply(200, archived));
        assertThat(status.state()).isEqualTo("failed");
        assertThat(status.files()).isEmpty();
        assertThat(status.failure())
                .isEqualTo(new Failure(
                        Kind.FATAL,
                        false,
                        "results_gone",
                        "The provider dropped the results on 2026-09-17T14:44:51Z; it keeps them for 29 days",
                        null,
                        0));
    }

    @Test
    void takesA404OfAKnownBatchForAFailureToAskAgain() {
        Step step = new Step();
        conversation.status(step, reply(404, error("not_found_error", "No batch")));
        conversation.status(step, reply(200, "{\"type\":\"error\"}"));
        assertThat(step.statuses).isEmpty();
        assertThat(step.failed).extracting(Failure::code).containsExactly("not_found_error", "http_200");
    }

    @Test
    void acceptsACreateOnlyWithAnId() {
        Attempt attempt = new Attempt(true, "{}\n", 1);
        conversation.ready(attempt, reply(200, "{\"data\":[]}", "date", "Thu, 1 Jan 2026 12:00:00 GMT"));
        conversation.created(attempt, reply(200, batch("b", CREATED, "in_progress", 1, 0, 0, 0, 0)));
        conversation.created(attempt, reply(200, "{}"));
        conversation.created(attempt, reply(400, error("invalid_request_error", "requests: too many")));
        assertThat(attempt.log)
                .containsExactly(
                        "ready at Thu, 1 Jan 2026 12:00:00 GMT",
                        "accepted b",
                        "failed TRANSIENT http_200, not proven",
                        "failed INVALID_REQUEST invalid_request_error, proven");
    }

    @Test
    void sendsAllRequestsInOneBodyOfKnownLength() throws Exception {
        HttpEntity body = conversation.createBody(new Attempt(true, "{\"a\":1}\n{\"b\":2}\n", 2));
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        body.writeTo(sent);
        assertThat(sent).hasToString("{\"requests\":[{\"a\":1},{\"b\":2}]}");
        assertThat(body.getContentLength()).isEqualTo(sent.size());
        assertThat(body.isRepeatable()).isFalse();
    }

    @Test
    void keepsTheEndOfACreateThatIsNoLongerOurs() {
        HttpEntity body = conversation.createBody(new Attempt(false, "{\"a\":1}\n", 1));
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        assertThatThrownBy(() -> body.writeTo(sent))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("was taken over");
        assertThat(sent).hasToString("{\"requests\":[{\"a\":1}");
    }

    @ParameterizedTest
    @CsvSource({"'{}~{}~', 3", "'{}~{}', 2", "'{}~{}~{}~', 2"})
    void finishesNoBodyWhoseLinesAreNotThoseOfTheLedger(String lines, int requests) {
        HttpEntity body = conversation.createBody(new Attempt(true, lines.replace('~', '\n'), requests));
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        assertThatThrownBy(() -> body.writeTo(sent))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the create was not finished");
        assertThat(sent.toString()).doesNotContain("]}");
    }

    @Test
    void asksForModelsPageByPage() {
        ModelInquiry inquiry = new ModelInquiry("anthropic", "http://localhost", "test", Map.of());
        assertThat(conversation.modelsPage(inquiry)).isEqualTo("/models?limit=1000");
        conversation.models(
                inquiry, reply(200, "{\"data\":[{\"id\":\"a\"},{\"id\":\"b\"}],\"has_more\":true,\"last_id\":\"b\"}"));
        assertThat(conversation.modelsPage(inquiry)).isEqualTo("/models?limit=1000&after_id=b");
        conversation.models(inquiry, reply(200, "{\"data\":[{\"id\":\"c\"}],\"has_more\":false,\"last_id\":\"c\"}"));
        assertThat(inquiry.isMore()).isFalse();
        assertThat(inquiry.names()).containsExactly("a", "b", "c");
        conversation.models(inquiry, reply(401, error("authentication_error", "invalid x-api-key")));
        assertThat(inquiry.failure()).isNotNull();
    }
}
