package dev.caravan.submission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What callers of an operation get of an answer. */
class RepliesTest {
    private static JsonNode json(String text) throws JsonProcessingException {
        return Replies.JSON.readTree(text.replace('\'', '"'));
    }

    @Test
    void entitiesComeByTypeTheSurestFirstAndNoMoreThanWereAskedFor() throws Exception {
        JsonNode body = json("{'entities':{'date':{'description':'d','threshold':0.2,'top_n':2},'person':'A human'}}");
        JsonNode answer = json("{'entities':[{'type':'person','text':'Ada','confidence':0.5},"
                + "{'type':'date','text':'May','confidence':0.2},{'type':'date','text':'June','confidence':0.90},"
                + "{'type':'person','text':'it','confidence':0.49},{'type':'date','text':'July','confidence':0.3}]}");

        assertThat(Replies.of(Operation.EXTRACT, body, answer))
                .hasToString("{'entities':[{'type':'date','text':'June','confidence':0.90},"
                        .replace('\'', '"')
                        .concat("{'type':'date','text':'July','confidence':0.3},"
                                .replace('\'', '"')
                                .concat("{'type':'person','text':'Ada','confidence':0.5}]}".replace('\'', '"'))));
    }

    @Test
    void aSummaryIsMeasuredInCharacters() throws Exception {
        assertThat(Replies.of(Operation.SUMMARIZE, json("{'text':'a😀b'}"), json("{'summary':'😀'}")))
                .hasToString("{\"summary\":\"😀\",\"input_chars\":3,\"output_chars\":1}");
    }

    @ParameterizedTest
    @CsvSource({"0.9, 0.3, '0.7500', '0.2500'", "0, 0, 0, 0", "1, 0.5, '0.6667', '0.3333'"})
    void scoresAreSharesOfOne(String first, String second, String share, String other) throws Exception {
        JsonNode answer = json("{'top_label':'a','scores':[{'label':'a','score':" + first + "},{'label':'b','score':"
                + second + "}],'reasoning':'r'}");

        JsonNode reply = Replies.of(Operation.CLASSIFY, json("{}"), answer);

        assertThat(reply.path("top_label").textValue()).isEqualTo("a");
        assertThat(reply.path("scores").path("a")).hasToString(share);
        assertThat(reply.path("scores").path("b")).hasToString(other);
        assertThat(reply.path("reasoning").textValue()).isEqualTo("r");
    }
}
