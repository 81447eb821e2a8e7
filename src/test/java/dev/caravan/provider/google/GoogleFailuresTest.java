package dev.caravan.provider.google;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.provider.Failure;
import dev.caravan.provider.Failure.Kind;
import dev.caravan.provider.Reply;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoogleFailuresTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final GoogleFailures failures = new GoogleFailures(Clock.systemUTC());

    static Reply reply(int status, String body) throws Exception {
        String json = body.replace('\'', '"');
        boolean document = json.startsWith("{") || json.startsWith("[");
        return new Reply(status, Map.of(), document ? JSON.readTree(json) : null, json);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400|{'error':{'code':400,'message':'Bad model','status':'INVALID_ARGUMENT'}}|INVALID_REQUEST|true|INVALID_ARGUMENT|Bad model",
                "400|[{'error':{'code':400,'message':'Bad model','status':'INVALID_ARGUMENT'}}]|INVALID_REQUEST|true|INVALID_ARGUMENT|Bad model",
                "400|{'error':{'code':400,'message':'API key not valid','status':'INVALID_ARGUMENT','details':[{'reason':'API_KEY_INVALID'}]}}|AUTH|true|INVALID_ARGUMENT|API key not valid",
                "400|{'error':{'code':400,'message':'Not in your country','status':'FAILED_PRECONDITION'}}|AUTH|true|FAILED_PRECONDITION|Not in your country",
                "401|{'error':{'code':401,'message':'No token','status':'UNAUTHENTICATED'}}|AUTH|true|UNAUTHENTICATED|No token",
                "403|{'error':{'code':403,'message':'No right','status':'PERMISSION_DENIED'}}|AUTH|true|PERMISSION_DENIED|No right",
                "404|{'error':{'code':404,'message':'No model','status':'NOT_FOUND'}}|INVALID_REQUEST|true|NOT_FOUND|No model",
                "429|{'error':{'code':429,'message':'Too much','status':'RESOURCE_EXHAUSTED'}}|QUOTA|true|RESOURCE_EXHAUSTED|Too much",
                "409|{'error':{'code':409,'message':'Twice','status':'ABORTED'}}|TRANSIENT|false|ABORTED|Twice",
                "500|{'error':{'code':500,'message':'Oops','status':'INTERNAL'}}|TRANSIENT|false|INTERNAL|Oops",
                "503|{'error':{'code':503,'message':'Later','status':'UNAVAILABLE'}}|TRANSIENT|false|UNAVAILABLE|Later",
                "404|<html>|INVALID_REQUEST|false|http_404|HTTP 404 without the provider's own error: <html>",
            })
    void takesOnlyGooglesOwnRefusalAsProof(
            int status, String body, Kind kind, boolean proven, String code, String message) throws Exception {
        assertThat(failures.of(reply(status, body))).isEqualTo(new Failure(kind, proven, code, message, null, 0));
    }

    @Test
    void waitsAsLongAsGoogleAsks() throws Exception {
        Failure failure = failures.of(reply(
                429,
                "{'error':{'code':429,'message':'Too much','status':'RESOURCE_EXHAUSTED','details':"
                        + "[{'@type':'type.googleapis.com/google.rpc.RetryInfo','retryDelay':'39.5s'}]}}"));
        assertThat(failure.retryAfter()).isEqualTo(Duration.ofMillis(39_500));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'code':3,'message':'Failed to import data, error on line 12: empty'}|INVALID_REQUEST|INVALID_ARGUMENT|12",
                "{'code':7,'message':'service agent lacks storage.objects.create'}|AUTH|PERMISSION_DENIED|0",
                "{'code':8,'message':'quota'}|QUOTA|RESOURCE_EXHAUSTED|0",
                "{'code':13,'message':'internal'}|TRANSIENT|INTERNAL|0",
            })
    void saysWhyAWholeJobFailed(String error, Kind kind, String code, int line) throws Exception {
        Failure failure = GoogleFailures.ofJob(JSON.readTree(error.replace('\'', '"')));
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.lines().stream().mapToInt(Failure.Line::number).sum())
                .isEqualTo(line);
        assertThat(failure.proven()).isTrue();
    }
}
