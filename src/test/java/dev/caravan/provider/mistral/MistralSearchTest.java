package dev.caravan.provider.mistral;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.provider.SearchLog;
import java.time.Clock;
import org.junit.jupiter.api.Test;

class MistralSearchTest {
    private static final String WITNESS = "{'id':'known-1','created_at':900}";

    private final SearchLog doubt = new SearchLog();
    private final MistralSearch search = new MistralSearch(doubt, new MistralFailures(Clock.systemUTC()));

    private void page(int total, String... jobs) throws Exception {
        assertThat(search.isPaging()).isTrue();
        search.searched(MistralConversationTest.reply(
                200, "{'object':'list','total':" + total + ",'data':[" + String.join(",", jobs) + "]}"));
    }

    private static String job(String id, long created) {
        return "{'id':'" + id + "','created_at':" + created + ",'input_files':['x'],'metadata':null}";
    }

    @Test
    void findsByLabelAndByInput() throws Exception {
        page(
                3,
                "{'id':'a','created_at':1200,'metadata':{'caravan':'t-1'},'input_files':[]}",
                "{'id':'b','created_at':1100,'input_files':['y','file-1']}",
                WITNESS);
        assertThat(doubt.log).containsExactly("found a t-1 null", "found b null file-1");
        assertThat(search.isRevoking()).isFalse();
    }

    @Test
    void aSweepListsTheFilesBehindTheJobsUntilAPageHasNothingNew() throws Exception {
        doubt.wantsFiles = true;
        page(9, WITNESS);
        assertThat(search.getPage()).isEqualTo("/files?purpose=batch&page=0&page_size=100");
        page(1, "{'id':'f-old','filename':'t-1.jsonl','created_at':900}");
        assertThat(search.getPage()).isEqualTo("/files?purpose=batch&page=1&page_size=100");
        page(1, "{'id':'f-old','filename':'t-1.jsonl','created_at':900}");
        assertThat(search.isPaging()).isFalse();
        search.revoked(MistralConversationTest.reply(200, "{'id':'file-1','object':'file','deleted':true}"));
        assertThat(search.getFileId()).isEqualTo("f-old");
    }

    @Test
    void asksForPagesUntilTheWindowIsPassed() throws Exception {
        assertThat(search.getPage()).isEqualTo("/batch/jobs?page=0&page_size=100&order_by=-created");
        page(9, job("new", 2000));
        assertThat(search.getPage()).isEqualTo("/batch/jobs?page=1&page_size=100&order_by=-created");
        page(9, WITNESS);
        assertThat(doubt.log).containsExactly("complete negative");
        assertThat(search.getFileId()).isEqualTo("file-1");
        search.revoked(MistralConversationTest.reply(200, "{'id':'file-1','object':'file','deleted':true}"));
        assertThat(doubt.log).containsExactly("complete negative", "gone file-1");
    }

    @Test
    void concludesNothingFromAListThatEndsBeforeItsTotal() throws Exception {
        page(9, job("b", 1500), WITNESS.replace("900", "1600"));
        page(9);
        assertThat(doubt.log).containsExactly("inconclusive: the list of jobs ended before its total");
    }

    @Test
    void concludesNothingFromAListWithoutAWitness() throws Exception {
        page(1, job("stranger", 900));
        page(1);
        assertThat(doubt.log)
                .containsExactly("inconclusive: the whole list holds none of the batches that the ledger knows: "
                        + "is the credential of another account?");
    }

    @Test
    void concludesNothingFromAPageThatWasNotAnswered() throws Exception {
        search.searched(MistralConversationTest.reply(429, "{'message':'Slow down'}"));
        assertThat(doubt.log).containsExactly("inconclusive: page 1 of the list of jobs was not answered: Slow down");
    }

    @Test
    void takesAnInputForGoneOnlyWhenTheProviderSaysSo() throws Exception {
        page(1, WITNESS);
        search.revoked(MistralConversationTest.reply(404, "<html>"));
        assertThat(doubt.log).containsExactly("complete negative");
    }

    @Test
    void tellsHowEachJobOfTheListIsDoing() throws Exception {
        page(2, "{'id':'a','created_at':1100,'status':'RUNNING'}", "{'id':'b','created_at':1050,'status':'FAILED'}");
        assertThat(doubt.statuses).containsExactly("a in_progress", "b failed, over");
    }
}
