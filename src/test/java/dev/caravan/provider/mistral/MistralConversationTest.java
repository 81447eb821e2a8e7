package dev.caravan.provider.mistral;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.provider.Failure;
import dev.caravan.provider.Failure.Kind;
import dev.caravan.provider.JobStatus;
import dev.caravan.provider.PollStep;
import dev.caravan.provider.Reply;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MistralConversationTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final MistralFailures failures = new MistralFailures(Clock.systemUTC());

    static Reply reply(int status, String body) throws Exception {
        String json = body.replace('\'', '"');
        return new Reply(status, Map.of(), json.startsWith("{") ? JSON.readTree(json) : null, json);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400|{'object':'error','message':'bad','type':'invalid_request_error','code':'1500'}|INVALID_REQUEST|true|invalid_request_error|bad",
                "401|{'message':'Unauthorized','request_id':'r1'}|AUTH|true|http_401|Unauthorized",
                "401|{'detail':'Unauthorized'}|AUTH|true|http_401|Unauthorized",
                "422|{'detail':[{'loc':['body','endpoint'],'msg':'field required'}]}|INVALID_REQUEST|true|http_422|field required at body.endpoint",
                "422|{'object':'error','message':{'detail':[{'loc':['body'],'msg':'no'}]},'type':'x'}|INVALID_REQUEST|true|x|no at body",
                "429|{'message':'Requests rate limit exceeded','type':'rate_limited'}|TRANSIENT|true|rate_limited|Requests rate limit exceeded",
                "402|{'message':'Payment required'}|QUOTA|false|http_402|Payment required",
                "500|{'message':'oops'}|TRANSIENT|false|http_500|oops",
                "409|{'message':'conflict'}|TRANSIENT|false|http_409|conflict",
                "404|<html>|INVALID_REQUEST|false|http_404|HTTP 404 without the provider's own error: <html>",
                "200|{'object':'batch'}|TRANSIENT|false|http_200|HTTP 200 without the provider's own error: {\"object\":\"batch\"}",
            })
    void takesOnlyTheProvidersOwnRefusalAsProof(
            int status, String body, Kind kind, boolean proven, String code, String message) throws Exception {
        String sent = message.contains("without") ? body.replace('\'', '"') : body;
        assertThat(failures.of(reply(status, sent))).isEqualTo(new Failure(kind, proven, code, message, null, 0));
    }

    private JobStatus status(String job) throws Exception {
        List<JobStatus> statuses = new ArrayList<>();
        new MistralConversation(failures)
                .status(
                        new PollStep() {
                            @Override
                            public void status(JobStatus status) {
                                statuses.add(status);
                            }

                            @Override
                            public void failed(Failure failure) {
                                throw new AssertionError(failure);
                            }
                        },
                        reply(200, job));
        return statuses.get(0);
    }

    @ParameterizedTest
    @CsvSource({
        "QUEUED, validating, false",
        "RUNNING, in_progress, false",
        "CANCELLATION_REQUESTED, cancelling, false",
        "SUCCESS, completed, true",
        "TIMEOUT_EXCEEDED, expired, true",
        "CANCELLED, cancelled, true",
        "FAILED, failed, true",
        "PAUSED, unknown, false",
    })
    void knowsTheStates(String theirs, String ours, boolean terminal) throws Exception {
        JobStatus status = status("{'id':'j1','status':'" + theirs + "','total_requests':3}");
        assertThat(status.state()).isEqualTo(ours);
        assertThat(status.terminal()).isEqualTo(terminal);
    }

    @Test
    void keepsThePartialResultsOfAJobThatRanOutOfTime() throws Exception {
        assertThat(status("{'id':'j1','status':'TIMEOUT_EXCEEDED','output_file':'f1','error_file':null,"
                        + "'total_requests':10,'succeeded_requests':4,'failed_requests':0}"))
                .isEqualTo(new JobStatus("j1", "expired", true, 10, 4, 0, Map.of("results", "f1"), null));
    }

    @Test
    void countsTheLinesOfBothFiles() throws Exception {
        assertThat(status("{'id':'j1','status':'SUCCESS','output_file':'f1','error_file':'f2',"
                        + "'total_requests':3,'succeeded_requests':2,'failed_requests':1}"))
                .isEqualTo(
                        new JobStatus("j1", "completed", true, 3, 2, 1, Map.of("results", "f1", "errors", "f2"), null));
    }

    @Test
    void saysWhyAJobFailed() throws Exception {
        assertThat(status("{'id':'j1','status':'FAILED','errors':[{'message':'no model','count':3},"
                                + "{'message':'bad line'}]}")
                        .failure())
                .isEqualTo(new Failure(
                        Kind.INVALID_REQUEST, true, "failed", "no model (3 times); bad line (1 times)", null, 0));
        assertThat(status("{'id':'j1','status':'FAILED','errors':[]}").failure())
                .extracting(Failure::kind)
                .isEqualTo(Kind.FATAL);
    }
}
