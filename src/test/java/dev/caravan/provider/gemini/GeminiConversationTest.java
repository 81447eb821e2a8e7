package dev.caravan.provider.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.provider.JobStatus;
import dev.caravan.provider.Reply;
import dev.caravan.provider.SearchLog;
import dev.caravan.provider.google.GoogleFailures;
import dev.caravan.provider.google.GoogleSearch;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeminiConversationTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final GeminiConversation gemini = new GeminiConversation(new GoogleFailures(Clock.systemUTC()));

    private static Reply reply(int status, String body) throws Exception {
        String json = body.replace('\'', '"');
        return new Reply(status, Map.of(), JSON.readTree(json), json);
    }

    private static JobStatus status(String metadata, String more) throws Exception {
        return GeminiStatus.of(
                JSON.readTree(("{'name':'batches/b1','metadata':{" + metadata + "}" + more + "}").replace('\'', '"')));
    }

    @ParameterizedTest
    @CsvSource({
        "BATCH_STATE_PENDING, validating, false",
        "JOB_STATE_PENDING, validating, false",
        "BATCH_STATE_RUNNING, in_progress, false",
        "JOB_STATE_SUCCEEDED, completed, true",
        "BATCH_STATE_FAILED, failed, true",
        "BATCH_STATE_CANCELLED, cancelled, true",
        "JOB_STATE_EXPIRED, expired, true",
        "BATCH_STATE_PAUSED, unknown, false",
        "BATCH_STATE_UNSPECIFIED, unknown, false",
    })
    void knowsTheStatesByEitherName(String theirs, String ours, boolean terminal) throws Exception {
        JobStatus status = status("'state':'" + theirs + "'", "");
        assertThat(status.state()).isEqualTo(ours);
        assertThat(status.terminal()).isEqualTo(terminal);
    }

    @Test
    void readsCountsThatAreTextsAndTheFileInEitherPlace() throws Exception {
        String stats = "'state':'BATCH_STATE_SUCCEEDED','batchStats':{'requestCount':'3','successfulRequestCount':'2',"
                + "'failedRequestCount':'1'}";
        JobStatus expected =
                new JobStatus("batches/b1", "completed", true, 3, 3, 1, Map.of("results", "files/batch-b1"), null);
        assertThat(status(stats, ",'response':{'responsesFile':'files/batch-b1'}"))
                .isEqualTo(expected);
        assertThat(status(stats + ",'output':{'responsesFile':'files/batch-b1'}", ""))
                .isEqualTo(expected);
    }

    @Test
    void takesNoFileThatLeadsElsewhere() throws Exception {
        String done = "'state':'BATCH_STATE_SUCCEEDED'";
        assertThat(status(done, ",'response':{'responsesFile':'files/../../v1/keys'}")
                        .files())
                .isEmpty();
    }

    /** A 403 may mean that the file is gone, or that the key is another account's. */
    @ParameterizedTest
    @CsvSource({"known-1, complete negative, gone file-1", "other-1, '', ''"})
    void takesAForbiddenFileForGoneInTheSameAccountOnly(String listed, String negative, String gone) throws Exception {
        SearchLog doubt = new SearchLog();
        GoogleSearch search = gemini.startSearch(doubt);
        gemini.searched(
                search,
                reply(
                        200,
                        "{'operations':[{'name':'" + listed
                                + "','metadata':{'createTime':'1970-01-01T00:15:00Z','displayName':'x'}}]}"));
        if (negative.isEmpty()) {
            assertThat(search.isRevoking()).isFalse();
            assertThat(doubt.log).singleElement().asString().startsWith("inconclusive");
            return;
        }
        assertThat(search.isRevoking()).isTrue();
        gemini.revoked(
                search,
                reply(
                        403,
                        "{'error':{'code':403,'message':'You do not have permission to access the File x or it may not"
                                + " exist.','status':'PERMISSION_DENIED'}}"));
        assertThat(doubt.log).containsExactly(negative, gone);
    }
}
