package dev.caravan.provider.mistral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.provider.Outcome;
import dev.caravan.provider.Protocol;
import dev.caravan.provider.ProtocolContract;
import dev.caravan.provider.ProviderResult;
import dev.caravan.provider.ProviderResult.Tokens;
import dev.caravan.provider.RequestShape;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MistralProtocolTest extends ProtocolContract {
    private static final String CHAT = "/v1/chat/completions";
    private static final String EMBEDDINGS = "/v1/embeddings";
    private static final String MODERATIONS = "/v1/moderations";

    @Override
    protected Protocol protocol() {
        return new MistralProtocol();
    }

    @Override
    protected boolean namesTheModel() {
        return false;
    }

    @Override
    protected String goodLine(String endpoint) {
        return answer(
                200,
                switch (endpoint) {
                    case CHAT -> chat("stop", "\"good day\"");
                    case MODERATIONS ->
                        "{\"id\":\"m1\",\"model\":\"mod\",\"results\":[{\"categories\":{\"hate\":false}}]}";
                    default ->
                        "{\"id\":\"e1\",\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"embedding\":[0.5,-1],"
                                + "\"index\":0}],\"model\":\"mistral-embed\",\"usage\":{\"prompt_tokens\":4}}";
                },
                "null");
    }

    private static String answer(int status, String body, String error) {
        return "{\"id\":\"batch-7f-1-aa\",\"custom_id\":\"" + ID + "\",\"response\":{\"status_code\":" + status
                + ",\"body\":" + body + "},\"error\":" + error + "}";
    }

    private static String chat(String finish, String content) {
        return "{\"id\":\"c1\",\"object\":\"chat.completion\",\"model\":\"mistral-small-latest\",\"usage\":{"
                + "\"prompt_tokens\":9,\"completion_tokens\":4,\"total_tokens\":13},\"created\":1767225600,"
                + "\"choices\":[{\"index\":0,\"finish_reason\":\"" + finish + "\",\"message\":{\"role\":\"assistant\","
                + "\"content\":" + content + ",\"tool_calls\":null}}]}";
    }

    @Test
    void writesAChatRequestByteForByteWithoutAModel() throws IOException {
        RequestShape shape = new RequestShape(
                CHAT,
                "small-1",
                "high",
                Map.of("max_tokens", 200),
                "{\"type\":\"object\",\"properties\":{},\"required\":[],\"additionalProperties\":false}",
                "ticket");
        assertThat(line(shape, prompt("Be kind", "Translate: guten Tag")))
                .isEqualTo("{\"custom_id\":\"" + ID + "\",\"body\":{\"max_tokens\":200,\"reasoning_effort\":\"high\","
                        + "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"ticket\",\"strict\":true,"
                        + "\"schema\":{\"type\":\"object\",\"properties\":{},\"required\":[],\"additionalProperties\":false}}},"
                        + "\"messages\":[{\"role\":\"system\",\"content\":\"Be kind\"},"
                        + "{\"role\":\"user\",\"content\":\"Translate: guten Tag\"}]}}\n");
    }

    @Test
    void writesEmbeddingsAndModerationsByteForByte() throws IOException {
        assertThat(line(shape(EMBEDDINGS), prompt("", "Hello")))
                .isEqualTo("{\"custom_id\":\"" + ID + "\",\"body\":{\"input\":\"Hello\"}}\n");
        assertThat(line(
                        new RequestShape(MODERATIONS, "m", null, Map.of(), "{\"type\":\"object\"}", "t"),
                        prompt("", "Hello")))
                .isEqualTo("{\"custom_id\":\"" + ID + "\",\"body\":{\"input\":\"Hello\"}}\n");
    }

    @Test
    void refusesWhatWouldContradictItself() {
        refuses(Map.of("model", "x"), null, "Parameter \"model\" is set by Caravan itself: remove it");
        refuses(
                Map.of("reasoning_effort", "none"),
                "high",
                "Parameter \"reasoning_effort\" and thinking exclude each other");
        assertThatThrownBy(() -> protocol().requests(new RequestShape(EMBEDDINGS, "m", "high", Map.of(), null, "t")))
                .hasMessage("Embeddings have no thinking level, but \"high\" is set for m");
    }

    private void refuses(Map<String, Object> parameters, String thinking, String message) {
        assertThatThrownBy(() -> protocol().requests(new RequestShape(CHAT, "m", thinking, parameters, null, "t")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void keepsTheTextAndLeavesTheThoughtsOfAListOfChunks() {
        ProviderResult result = read(
                CHAT,
                answer(
                        200,
                        chat(
                                "stop",
                                "[{\"type\":\"thinking\",\"thinking\":[{\"type\":\"text\",\"text\":\"hm\"}]},"
                                        + "{\"type\":\"text\",\"text\":\"good\"},{\"type\":\"text\",\"text\":\" day\"}]"),
                        "null"));
        assertThat(result)
                .isEqualTo(new ProviderResult(
                        ID, Outcome.OK, "good day", "ok", "", new Tokens(9, 0, 4, 0), null, "mistral-small-latest"));
    }

    @ParameterizedTest
    @CsvSource({
        "stop, OK, ok",
        "length, TRUNCATED, truncated",
        "model_length, TRUNCATED, truncated",
        "error, TRANSIENT, error",
    })
    void tellsHowAnAnswerEnded(String finish, Outcome outcome, String code) {
        ProviderResult result = read(CHAT, answer(200, chat(finish, "\"good day\""), "null"));
        assertThat(result.outcome()).isEqualTo(outcome);
        assertThat(result.code()).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'custom_id':'c1','response':{'status_code':422,'body':{'error':{'message':'bad role'}}},'error':null}|INVALID_REQUEST|http_422|bad role",
                "{'custom_id':'c1','response':null,'error':{'message':'no','code':'timeout'}}|TRANSIENT|timeout|no",
                "{'custom_id':'c1','response':null,'error':'worker lost'}|TRANSIENT|error|worker lost",
                "{'custom_id':'c1','response':{'status_code':429,'body':null},'error':'slow down'}|QUOTA|error|slow down",
                "{'custom_id':'c1','response':{'status_code':400,'body':null},'error':{'message':'no such field'}}|INVALID_REQUEST|error|no such field",
            })
    void readsErrorsThatAreNothingAnObjectOrText(String line, Outcome outcome, String code, String detail) {
        ProviderResult result = read(CHAT, line.replace('\'', '"'));
        assertThat(result).isEqualTo(new ProviderResult("c1", outcome, null, code, detail, Tokens.NONE, null, null));
    }
}
