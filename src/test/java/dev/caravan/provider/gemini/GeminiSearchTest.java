package dev.caravan.provider.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.provider.SearchLog;
import dev.caravan.provider.google.GoogleSearch;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What operations tell a search, and when an input is gone. How pages are read is the search's own matter. */
class GeminiSearchTest {
    private static final String ABSENT = "You do not have permission to access the File q1 or it may not exist.";
    private static final String WITNESS = batch("known", "1970-01-01T00:15:00.123456789Z", "x", "files/x");

    private final GeminiConversation gemini = Replies.conversation();
    private final SearchLog doubt = new SearchLog(List.of("t-1"), List.of("files/q1"));
    private final GoogleSearch search = gemini.startSearch(doubt);

    private static String batch(String id, String created, String name, String file) {
        return ("{'name':'batches/%s','metadata':{'createTime':'%s','displayName':'%s','inputConfig':{'fileName':'%s'}}}")
                .formatted(id, created, name, file);
    }

    private void page(String... operations) throws Exception {
        gemini.searched(search, Replies.of(200, "{'operations':[" + String.join(",", operations) + "]}"));
    }

    @Test
    void findsByTheNameOfTheTryAndByItsInput() throws Exception {
        assertThat(search.getPage()).isEqualTo("/v1beta/batches?pageSize=100");
        page(
                batch("a", "2026-03-02T08:00:00.1Z", "t-1", "files/other"),
                batch("b", "2026-03-02T07:00:00Z", "stranger", "files/q1"),
                batch("c", "2026-03-02T06:00:00Z", "stranger", "files/other"));
        assertThat(doubt.log).containsExactly("found batches/a t-1 null", "found batches/b null files/q1");
        assertThat(search.isRevoking()).isFalse();
    }

    @Test
    void concludesFromAWholeListThatNothingWasCreated() throws Exception {
        page(WITNESS);
        assertThat(doubt.log).containsExactly("complete negative");
        assertThat(search.isRevoking()).isTrue();
        assertThat(search.getFileId()).isEqualTo("files/q1");
        gemini.revoked(search, Replies.of(200, "{}"));
        assertThat(doubt.log).containsExactly("complete negative", "gone files/q1");
    }

    @Test
    void concludesNothingFromAListWithoutAnyBatchThatIsKnown() throws Exception {
        page();
        assertThat(doubt.log).singleElement().asString().startsWith("inconclusive: the whole list holds none");
    }

    @Test
    void takesAnInputForGoneIfTheProviderHasNoSuchFile() throws Exception {
        page(WITNESS);
        gemini.revoked(search, Replies.error(404, "NOT_FOUND", "No such file"));
        assertThat(doubt.log).containsExactly("complete negative", "gone files/q1");
    }

    @Test
    void takesAForbiddenInputForGoneInTheSameAccountOnly() throws Exception {
        page(WITNESS);
        gemini.revoked(search, Replies.error(403, "PERMISSION_DENIED", ABSENT));
        assertThat(doubt.log).containsExactly("complete negative", "gone files/q1");

        SearchLog stranger = new SearchLog(List.of("t-1"), List.of("files/q1"));
        stranger.hasWitness = false;
        GoogleSearch unknown = gemini.startSearch(stranger);
        gemini.searched(unknown, Replies.of(200, "{}"));
        gemini.revoked(unknown, Replies.error(403, "PERMISSION_DENIED", ABSENT));
        assertThat(stranger.log).containsExactly("complete negative");
    }

    @Test
    void takesNothingElseForGone() throws Exception {
        for (var reply : List.of(
                Replies.error(403, "PERMISSION_DENIED", "The key may not delete files"),
                Replies.error(500, "INTERNAL", "Oops"),
                Replies.of(404, "<html>No route</html>"),
                Replies.of(200, "{'error':{'code':403,'message':'No'}}"),
                Replies.of(200, "<html>Log in</html>"))) {
            SearchLog one = new SearchLog(List.of("t-1"), List.of("files/q1"));
            GoogleSearch again = gemini.startSearch(one);
            gemini.searched(again, Replies.of(200, "{'operations':[" + WITNESS + "]}"));
            gemini.revoked(again, reply);
            assertThat(one.log).as(reply.text()).containsExactly("complete negative");
            assertThat(again.isRevoking()).isFalse();
        }
    }

    @Test
    void tellsHowEachBatchOfTheListIsDoing() throws Exception {
        page(
                "{'name':'batches/a','metadata':{'state':'BATCH_STATE_RUNNING'}}",
                "{'name':'batches/b','metadata':{'state':'BATCH_STATE_SUCCEEDED'}}",
                "{'name':'batches/c'}");
        assertThat(doubt.statuses).containsExactly("batches/a in_progress", "batches/b completed, over");
    }
}
