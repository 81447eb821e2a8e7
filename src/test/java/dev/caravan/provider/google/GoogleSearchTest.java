package dev.caravan.provider.google;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.provider.Remains;
import dev.caravan.provider.Search;
import dev.caravan.provider.SearchLog;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class GoogleSearchTest {
    private static final String WITNESS = job("known-1", 900, "", "");

    private final SearchLog doubt = new SearchLog();
    private final GoogleSearch search = new GoogleSearch(
            doubt,
            new GoogleFailures(Clock.systemUTC()),
            "/v1/jobs",
            "jobs",
            job -> new GoogleSearch.Job(
                    job.path("name").asText(),
                    job.path("created").asText(),
                    job.path("token").asText(),
                    job.path("input").asText(),
                    null),
            new GoogleSearch.Cleaner() {
                @Override
                public String permission() {
                    return "the right to delete";
                }

                @Override
                public List<String> remains(Remains left) {
                    return List.copyOf(left.files().values());
                }

                @Override
                public List<String> lost(Search search) {
                    return List.of();
                }
            });

    private static String job(String id, long created, String token, String input) {
        return "{'name':'%s','created':'%s','token':'%s','input':'%s'}"
                .formatted(id, Instant.ofEpochSecond(created), token, input);
    }

    private void page(String next, String... jobs) throws Exception {
        assertThat(search.isPaging()).isTrue();
        String token = next.isEmpty() ? "" : ",'nextPageToken':'" + next + "'";
        search.searched(GoogleFailuresTest.reply(200, "{'jobs':[" + String.join(",", jobs) + "]" + token + "}"));
    }

    @Test
    void findsByTheNameOfTheTryAndByItsInput() throws Exception {
        page("", job("j-3", 1200, "t-1", "x"), job("j-2", 1100, "x", "file-1"), WITNESS);
        assertThat(doubt.log).containsExactly("found j-3 t-1 null", "found j-2 null file-1");
        assertThat(search.isRevoking()).isFalse();
    }

    @Test
    void readsPagesDownToTheWindowAndThenRevokes() throws Exception {
        assertThat(search.getPage()).isEqualTo("/v1/jobs?pageSize=100");
        page("p 2", job("j-9", 1500, "x", "x"));
        assertThat(search.getPage()).isEqualTo("/v1/jobs?pageSize=100&pageToken=p+2");
        page("p 3", WITNESS);
        assertThat(doubt.log).containsExactly("complete negative");
        assertThat(search.isRevoking()).isTrue();
        assertThat(search.getFileId()).isEqualTo("file-1");
        search.revoked(null);
        assertThat(doubt.log).containsExactly("complete negative", "gone file-1");
        assertThat(search.isRevoking()).isFalse();
    }

    @Test
    void readsAListOutOfOrderToItsEnd() throws Exception {
        page("p2", WITNESS, job("j-1", 1300, "x", "x"));
        page("p3", job("j-0", 800, "x", "x"));
        page("", job("j-7", 1400, "t-1", "x"));
        assertThat(doubt.log).containsExactly("found j-7 t-1 null");
    }

    @Test
    void concludesNothingFromAListWithoutAnyJobThatIsKnown() throws Exception {
        page("", job("j-1", 900, "x", "x"));
        assertThat(doubt.log)
                .containsExactly("inconclusive: the whole list holds none of the batches that the ledger knows: is the"
                        + " credential of another account?");
        assertThat(search.isRevoking()).isFalse();
    }

    @Test
    void concludesNothingFromAPageThatWasNotAnswered() throws Exception {
        page(
                "p2",
                WITNESS.replace("900", "1200")
                        .replace(
                                Instant.ofEpochSecond(900).toString(),
                                Instant.ofEpochSecond(1200).toString()));
        search.searched(
                GoogleFailuresTest.reply(503, "{'error':{'code':503,'message':'Later','status':'UNAVAILABLE'}}"));
        assertThat(doubt.log).containsExactly("inconclusive: page 2 of the list of batches was not answered: Later");
    }

    @Test
    void concludesNothingFromAListThatTurnsInCircles() throws Exception {
        page("p2", job("j-1", 1200, "x", "x"));
        page("p2", job("j-1", 1200, "x", "x"));
        assertThat(doubt.log)
                .containsExactly("inconclusive: the list of batches does not come to an end after 2 pages");
    }
}
