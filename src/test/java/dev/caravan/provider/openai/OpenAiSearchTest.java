package dev.caravan.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.provider.Reply;
import dev.caravan.provider.SearchLog;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OpenAiSearchTest {
    private static final String WITNESS = "{\"id\":\"known-1\",\"created_at\":900}";

    private final SearchLog doubt = new SearchLog(List.of("t-1", "t-2"), List.of("file-1", "file-2"));
    private final OpenAiSearch search = new OpenAiSearch(doubt, Map.of(), new OpenAiFailures(Clock.systemUTC()));

    private void page(boolean more, String... batches) throws Exception {
        assertThat(search.isPaging()).isTrue();
        search.searched(OpenAiConversationTest.reply(
                200, "{\"data\":[" + String.join(",", batches) + "],\"has_more\":" + more + "}"));
    }

    private static String batch(String id, long created) {
        return "{\"id\":\"" + id + "\",\"created_at\":" + created + ",\"input_file_id\":\"x\",\"metadata\":null}";
    }

    @Test
    void findsByLabelAndByInputAndAllTwins() throws Exception {
        page(
                false,
                "{\"id\":\"a\",\"created_at\":1200,\"metadata\":{\"caravan\":\"t-2\"},\"input_file_id\":\"other\"}",
                "{\"id\":\"b\",\"created_at\":1100,\"input_file_id\":\"file-1\"}");
        assertThat(doubt.log).containsExactly("found a t-2 null", "found b null file-1");
        assertThat(search.isPaging()).isFalse();
        assertThat(search.isRevoking()).isFalse();
    }

    @Test
    void aSweepListsTheFilesBehindTheBatchesAndDeletesUploadsThatNobodyNotedButNoOthers() throws Exception {
        doubt.wantsFiles = true;
        page(false, WITNESS);
        assertThat(search.getPage()).isEqualTo("/files?purpose=batch&limit=100");
        page(
                true,
                "{\"id\":\"f-new\",\"filename\":\"t-1.jsonl\",\"created_at\":1500}",
                "{\"id\":\"f-2\",\"filename\":\"report.pdf\",\"created_at\":10}");
        assertThat(search.isRevoking()).isFalse();
        assertThat(search.getPage()).isEqualTo("/files?purpose=batch&limit=100&after=f-2");
        page(
                false,
                "{\"id\":\"f-old\",\"filename\":\"t-1.jsonl\",\"created_at\":900}",
                "{\"id\":\"f-3\",\"filename\":\"t-9.jsonl\",\"created_at\":10}");
        assertThat(doubt.log)
                .containsExactly("complete negative", "file t-1 f-new 1500", "file t-1 f-old 900", "file t-9 f-3 10");
        List<String> deleted = new java.util.ArrayList<>();
        while (search.isRevoking()) {
            deleted.add(String.valueOf(search.getFileId()));
            search.revoked(OpenAiConversationTest.reply(200, "{\"deleted\":true}"));
        }
        assertThat(deleted).containsExactly("file-1", "file-2", "f-old");
    }

    @Test
    void filesThatCanNotBeListedChangeNothingOfTheRest() throws Exception {
        doubt.wantsFiles = true;
        page(false, WITNESS);
        search.searched(OpenAiConversationTest.reply(404, "{}"));
        assertThat(search.isPaging()).isFalse();
        assertThat(search.getFileId()).isEqualTo("file-1");
        assertThat(doubt.log).containsExactly("complete negative");
    }

    @Test
    void asksForTheNextPageUntilTheWindowIsPassed() throws Exception {
        assertThat(search.getPage()).isEqualTo("/batches?limit=100");
        page(true, batch("new", 2000), batch("b c", 1500));
        assertThat(search.getPage()).isEqualTo("/batches?limit=100&after=b+c");
        page(true, WITNESS);
        assertThat(doubt.log).containsExactly("complete negative");
    }

    @Test
    void readsToTheEndWhenTheListIsNotInOrder() throws Exception {
        page(true, WITNESS, batch("new", 2000));
        assertThat(search.isPaging()).isTrue();
        page(false, batch("old", 800));
        assertThat(doubt.log).containsExactly("complete negative");
    }

    @Test
    void concludesNothingFromAListWithoutAWitness() throws Exception {
        page(false, batch("stranger", 900));
        assertThat(doubt.log)
                .containsExactly("inconclusive: the whole list holds none of the batches that the ledger knows: "
                        + "is the credential of another account?");
    }

    @Test
    void needsNoWitnessWhereTheLedgerKnowsNone() throws Exception {
        doubt.hasWitness = false;
        page(false);
        assertThat(doubt.log).containsExactly("complete negative");
    }

    @Test
    void concludesNothingFromAPageThatWasNotAnswered() throws Exception {
        page(true, batch("new", 2000));
        search.searched(OpenAiConversationTest.reply(429, "{\"error\":{\"message\":\"Slow down\"}}"));
        assertThat(doubt.log)
                .containsExactly("inconclusive: page 2 of the list of batches was not answered: Slow down");
        assertThat(search.isPaging()).isFalse();
    }

    @Test
    void concludesNothingFromAListThatTurnsInCircles() throws Exception {
        page(true, batch("new", 2000));
        page(true, batch("new", 2000));
        assertThat(doubt.log)
                .containsExactly("inconclusive: the list of batches does not come to an end after 2 pages");
    }

    @Test
    void takesAnInputForGoneOnlyWhenTheProviderSaysSo() throws Exception {
        page(false, WITNESS);
        assertThat(search.getFileId()).isEqualTo("file-1");
        search.revoked(OpenAiConversationTest.reply(200, "{\"id\":\"file-1\",\"deleted\":false}"));
        assertThat(search.getFileId()).isEqualTo("file-2");
        search.revoked(OpenAiConversationTest.reply(404, "{\"error\":{\"message\":\"No such File object\"}}"));
        assertThat(search.isRevoking()).isFalse();
        assertThat(doubt.log).containsExactly("complete negative", "gone file-2");
    }

    private OpenAiSearch searching(String... settings) {
        return new OpenAiSearch(doubt, Map.of(settings[0], settings[1]), new OpenAiFailures(Clock.systemUTC()));
    }

    private static com.fasterxml.jackson.databind.JsonNode json(String text) throws Exception {
        return new com.fasterxml.jackson.databind.ObjectMapper().readTree(text);
    }

    private static Reply answer(String text) throws Exception {
        return new Reply(200, Map.of(), json(text), text);
    }

    @Test
    void readsABareArrayAsTheWholeList() throws Exception {
        OpenAiSearch whole = searching("list", "whole");
        whole.searched(answer("[{\"id\":\"known-1\",\"created_at\":\"1970-01-01T00:15:00Z\"},"
                + "{\"id\":\"x\",\"created_at\":\"1970-01-01T01:15:00Z\",\"input_file_id\":\"file-2\"}]"));
        assertThat(doubt.log).containsExactly("found x null file-2");
        assertThat(whole.isPaging()).isFalse();
    }

    @Test
    void readsOnUntilAnEmptyPageWhereAListDoesNotSayThatItEnds() throws Exception {
        search.searched(answer("{\"data\":[" + batch("new", 2000) + "]}"));
        assertThat(search.isPaging()).isTrue();
        search.searched(answer("{\"data\":[" + WITNESS.replace("900", "1100") + "]}"));
        assertThat(search.isPaging()).isTrue();
        search.searched(answer("{\"data\":[]}"));
        assertThat(doubt.log).containsExactly("complete negative");
    }

    @Test
    void concludesNothingFromAListOfWhichNothingIsKnown() throws Exception {
        OpenAiSearch unknown = searching("list", "unknown");
        unknown.searched(answer("{\"data\":[" + WITNESS + "],\"has_more\":false}"));
        assertThat(doubt.log)
                .containsExactly("inconclusive: whether this provider's list holds every batch is not known");
    }

    @Test
    void takesADeletionWithoutABodyForOne() throws Exception {
        page(false, WITNESS);
        search.revoked(new Reply(204, Map.of(), null, ""));
        assertThat(doubt.log).containsExactly("complete negative", "gone file-1");
    }

    @Test
    void takesA404OfAGatewayForNothing() throws Exception {
        page(false, WITNESS);
        search.revoked(OpenAiConversationTest.reply(404, "<html>"));
        assertThat(doubt.log).containsExactly("complete negative");
    }

    @Test
    void tellsHowEachBatchOfTheListIsDoing() throws Exception {
        page(
                false,
                "{\"id\":\"a\",\"created_at\":1100,\"status\":\"in_progress\"}",
                WITNESS,
                "{\"id\":\"b\",\"created_at\":800,\"status\":\"expired\"}");
        assertThat(doubt.statuses).containsExactly("a in_progress", "b expired, over");
    }
}
