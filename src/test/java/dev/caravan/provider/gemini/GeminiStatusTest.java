package dev.caravan.provider.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.provider.Failure;
import dev.caravan.provider.Failure.Kind;
import dev.caravan.provider.JobStatus;
import dev.caravan.provider.PollStep;
import dev.caravan.provider.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GeminiStatusTest {

    /** Remembers what it is told. */
    private static final class Step implements PollStep {
        final List<JobStatus> statuses = new ArrayList<>();
        final List<Failure> failures = new ArrayList<>();
        String time = "";

        @Override
        public void providerTime(String date) {
            time = String.valueOf(date);
        }

        @Override
        public void status(JobStatus status) {
            statuses.add(status);
        }

        @Override
        public void failed(Failure failure) {
            failures.add(failure);
        }
    }

    private static Step step(Reply reply) {
        Step step = new Step();
        Replies.conversation().status(step, reply);
        return step;
    }

    /** A batch; {@code metadata} and {@code more} with a comma before each field. */
    private static JobStatus status(String state, String metadata, String more) throws Exception {
        Step step = step(Replies.of(
                200, "{'name':'batches/k3v9','metadata':{'state':'" + state + "'" + metadata + "}" + more + "}"));
        assertThat(step.failures).isEmpty();
        return step.statuses.get(0);
    }

    @ParameterizedTest
    @CsvSource({
        "PENDING, validating, false",
        "RUNNING, in_progress, false",
        "SUCCEEDED, completed, true",
        "FAILED, failed, true",
        "CANCELLED, cancelled, true",
        "EXPIRED, expired, true",
        "UNSPECIFIED, unknown, false",
        "DREAMING, unknown, false",
    })
    void knowsTheStatesUnderBothNames(String theirs, String ours, boolean terminal) throws Exception {
        for (String prefix : List.of("BATCH_STATE_", "JOB_STATE_")) {
            JobStatus status = status(prefix + theirs, "", "");
            assertThat(status.state()).isEqualTo(ours);
            assertThat(status.terminal()).isEqualTo(terminal);
        }
    }

    @Test
    void countsEveryLineOfTheOneResultFile() throws Exception {
        String stats = ",'batchStats':{'requestCount':'3','successfulRequestCount':'2','failedRequestCount':'1'}";
        String file = ",'done':true,'response':{'responsesFile':'files/batch-k3v9'}";
        assertThat(status("BATCH_STATE_SUCCEEDED", stats, file))
                .isEqualTo(new JobStatus(
                        "batches/k3v9", "completed", true, 3, 3, 1, Map.of("results", "files/batch-k3v9"), null));
    }

    @Test
    void takesACountThatIsMissingForZero() throws Exception {
        JobStatus status = status("BATCH_STATE_RUNNING", ",'batchStats':{'requestCount':'3'}", "");
        assertThat(status).isEqualTo(new JobStatus("batches/k3v9", "in_progress", false, 3, 0, 0, Map.of(), null));
    }

    @Test
    void findsResultsOfACancelledBatchInItsMetadata() throws Exception {
        JobStatus status = status(
                "BATCH_STATE_CANCELLED",
                ",'output':{'responsesFile':'files/batch-k3v9'},'batchStats':{'requestCount':'3','successfulRequestCount':'1'}",
                ",'done':true,'error':{'code':1,'message':'Cancelled'}");
        assertThat(status)
                .isEqualTo(new JobStatus(
                        "batches/k3v9", "cancelled", true, 3, 1, 0, Map.of("results", "files/batch-k3v9"), null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"files/../models", "https://example.org/x", "files/a?x=1", "batches/k3v9"})
    void takesNoFileFromElsewhere(String file) throws Exception {
        assertThat(status("BATCH_STATE_SUCCEEDED", "", ",'response':{'responsesFile':'" + file + "'}")
                        .files())
                .isEmpty();
    }

    @Test
    void saysWhyABatchFailed() throws Exception {
        assertThat(status("BATCH_STATE_FAILED", "", ",'error':{'code':8,'message':'Too many tokens'}")
                        .failure())
                .isEqualTo(new Failure(Kind.QUOTA, true, "RESOURCE_EXHAUSTED", "Too many tokens", null, 0));
        assertThat(status("BATCH_STATE_FAILED", "", "").failure())
                .extracting(Failure::kind, Failure::message)
                .containsExactly(Kind.FATAL, "The provider failed the batch without saying why");
    }

    @Test
    void knowsTheProvidersTime() throws Exception {
        Step step = step(Replies.of(200, "{'name':'batches/a','metadata':{}}", Map.of("date", "noon")));
        assertThat(step.time).isEqualTo("noon");
        assertThat(step.statuses).extracting(JobStatus::state).containsExactly("unknown");
    }

    @Test
    void takesAnErrorInsteadOfABatchForAFailure() throws Exception {
        Step gone = step(Replies.error(404, "NOT_FOUND", "Gone"));
        assertThat(gone.statuses).isEmpty();
        assertThat(gone.failures).extracting(Failure::code).containsExactly("NOT_FOUND");
        Step odd = step(Replies.of(200, "{'error':{'code':500,'message':'x'}}"));
        assertThat(odd.statuses).isEmpty();
        assertThat(odd.failures).extracting(Failure::code).containsExactly("http_200");
    }
}
