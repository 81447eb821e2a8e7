package dev.caravan.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.provider.Outcome;
import dev.caravan.provider.Protocol;
import dev.caravan.provider.ProtocolContract;
import dev.caravan.provider.ProviderResult;
import dev.caravan.provider.ProviderResult.Tokens;
import dev.caravan.provider.RequestShape;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenAiProtocolTest extends ProtocolContract {
    private static final String CHAT = "/v1/chat/completions";
    private static final String RESPONSES = "/v1/responses";
    private static final String EMBEDDINGS = "/v1/embeddings";
    private static final String MODERATIONS = "/v1/moderations";
    private static final String STRICT = """
            {"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object","properties":{"a":{"type":"string"}},\
            "required":["a"],"additionalProperties":false}""";

    @Override
    protected Protocol protocol() {
        return new OpenAiProtocol();
    }

    @Override
    protected String goodLine(String endpoint) {
        return answer(
                200,
                switch (endpoint) {
                    case CHAT -> chat("\"finish_reason\":\"stop\"", "\"content\":\"hi\",\"refusal\":null");
                    case RESPONSES -> response("completed", "{\"type\":\"output_text\",\"text\":\"hi\"}");
                    case "/v1/moderations" -> "{\"model\":\"mod-1\",\"results\":[{\"flagged\":false}]}";
                    default -> "{\"data\":[{\"index\":0,\"embedding\":[0.5, -1e-3]}],\"usage\":{\"prompt_tokens\":4}}";
                });
    }

    private static String answer(int status, String body) {
        return "{\"id\":\"batch_req_1\",\"custom_id\":\"" + ID + "\",\"response\":{\"status_code\":" + status
                + ",\"request_id\":\"req_7\",\"body\":" + body + "},\"error\":null}";
    }

    private static String chat(String finish, String message) {
        return "{\"model\":\"small-1-2026\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\"," + message
                + "}," + finish + "},{\"index\":1,\"message\":{\"content\":\"second\"}}],"
                + "\"usage\":{\"prompt_tokens\":61,\"completion_tokens\":140,\"total_tokens\":201,"
                + "\"prompt_tokens_details\":{\"cached_tokens\":16},"
                + "\"completion_tokens_details\":{\"reasoning_tokens\":118}}}";
    }

    private static String response(String status, String part) {
        return "{\"id\":\"resp_1\",\"status\":\"" + status + "\",\"error\":null,"
                + "\"incomplete_details\":{\"reason\":\"max_output_tokens\"},\"output\":["
                + "{\"type\":\"reasoning\",\"content\":[{\"type\":\"output_text\",\"text\":\"thoughts\"}]},"
                + "{\"type\":\"message\",\"content\":[" + part + "]}],"
                + "\"usage\":{\"input_tokens\":40,\"input_tokens_details\":{\"cached_tokens\":8},\"output_tokens\":800,"
                + "\"output_tokens_details\":{\"reasoning_tokens\":5}}}";
    }

    @Test
    void writesAChatRequestByteForByte() throws IOException {
        RequestShape shape =
                new RequestShape(CHAT, "small-1", "low", Map.of("temperature", 0.2, "seed", 7), STRICT, "ticket");
        assertThat(line(shape, prompt("Be \\\"kind\\\"", "Hello")))
                .isEqualTo(
                        "{\"custom_id\":\"" + ID + "\",\"method\":\"POST\",\"url\":\"/v1/chat/completions\",\"body\":{"
                                + "\"model\":\"small-1\",\"seed\":7,\"temperature\":0.2,\"reasoning_effort\":\"low\","
                                + "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"ticket\",\"strict\":true,"
                                + "\"schema\":{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"}},\"required\":[\"a\"],"
                                + "\"additionalProperties\":false}}},\"messages\":["
                                + "{\"role\":\"system\",\"content\":\"Be \\\"kind\\\"\"},{\"role\":\"user\",\"content\":\"Hello\"}]}}\n");
    }

    @Test
    void writesAResponsesRequestByteForByte() throws IOException {
        RequestShape shape = new RequestShape(
                RESPONSES, "small-1", "high", Map.of("max_output_tokens", 800), "{\"type\":\"object\"}", "t");
        assertThat(line(shape, prompt("Be kind", "Hello")))
                .isEqualTo("{\"custom_id\":\"" + ID + "\",\"method\":\"POST\",\"url\":\"/v1/responses\",\"body\":{"
                        + "\"model\":\"small-1\",\"max_output_tokens\":800,\"reasoning\":{\"effort\":\"high\"},"
                        + "\"text\":{\"format\":{\"type\":\"json_schema\",\"name\":\"t\",\"strict\":false,"
                        + "\"schema\":{\"type\":\"object\"}}},\"instructions\":\"Be kind\",\"input\":\"Hello\"}}\n");
    }

    @Test
    void writesAnEmbeddingsRequestByteForByte() throws IOException {
        RequestShape shape = new RequestShape(EMBEDDINGS, "embed-1", null, Map.of("dimensions", 256), null, "t");
        assertThat(line(shape, prompt("", "Hello")))
                .isEqualTo("{\"custom_id\":\"" + ID + "\",\"method\":\"POST\",\"url\":\"/v1/embeddings\",\"body\":{"
                        + "\"model\":\"embed-1\",\"dimensions\":256,\"input\":\"Hello\"}}\n");
    }

    @Test
    void refusesWhatWouldContradictItself() {
        refuses(
                new RequestShape(CHAT, "m", null, Map.of("messages", List.of()), null, "t"),
                "Parameter \"messages\" is set by Caravan itself: remove it");
        refuses(
                new RequestShape(CHAT, "m", "low", Map.of("reasoning_effort", "high"), null, "t"),
                "Parameter \"reasoning_effort\" and thinking exclude each other");
        refuses(
                new RequestShape(RESPONSES, "m", null, Map.of("text", Map.of()), STRICT, "t"),
                "Parameter \"text\" and the output schema of the task exclude each other");
        refuses(
                new RequestShape(EMBEDDINGS, "m", "low", Map.of(), null, "t"),
                "Embeddings have no thinking level, but \"low\" is set for m");
        refuses(
                new RequestShape("/v1/videos", "m", null, Map.of(), null, "t"),
                "Protocol openai has no batch endpoint \"/v1/videos\". "
                        + "Known: /v1/chat/completions, /v1/responses, /v1/embeddings, /v1/moderations");
    }

    private void refuses(RequestShape shape, String message) {
        assertThatThrownBy(() -> protocol().requests(shape))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void readsTextTokensModelAndRequestIdOfAChatAnswer() {
        assertThat(read(CHAT, goodLine(CHAT)))
                .isEqualTo(new ProviderResult(
                        ID, Outcome.OK, "hi", "ok", "", new Tokens(61, 16, 140, 118), "req_7", "small-1-2026"));
    }

    @Test
    void readsOnlyMessagesOfAResponse() {
        ProviderResult result = read(RESPONSES, goodLine(RESPONSES));
        assertThat(result.answer()).isEqualTo("hi");
        assertThat(result.tokens()).isEqualTo(new Tokens(40, 8, 800, 5));
    }

    @Test
    void readsAVectorAsItStands() {
        assertThat(read(EMBEDDINGS, goodLine(EMBEDDINGS)).answer()).isEqualTo("[0.5, -1e-3]");
        String base64 = answer(200, "{\"data\":[{\"embedding\":\"AAAA/w==\",\"index\":0}]}");
        assertThat(read(EMBEDDINGS, base64).answer()).isEqualTo("\"AAAA/w==\"");
    }

    @Test
    void asksForModerationsAndKeepsTheVerdictAsItStands() throws IOException {
        RequestShape shape = new RequestShape(MODERATIONS, "mod-1", null, Map.of(), "{\"type\":\"object\"}", "t");
        assertThat(line(shape, prompt("", "Hello")))
                .isEqualTo("{\"custom_id\":\"" + ID + "\",\"method\":\"POST\",\"url\":\"/v1/moderations\",\"body\":{"
                        + "\"model\":\"mod-1\",\"input\":\"Hello\"}}\n");
        String line = answer(
                200,
                "{\"id\":\"modr-1\",\"model\":\"mod-1\",\"results\":[{\"flagged\":true,\"categories\":{\"hate\":true},"
                        + "\"category_scores\":{\"hate\":0.9}},{\"flagged\":false}]}");
        assertThat(read(MODERATIONS, line).answer())
                .isEqualTo("{\"flagged\":true,\"categories\":{\"hate\":true},\"category_scores\":{\"hate\":0.9}}");
    }

    @Test
    void readsALineWhoseFieldsComeInAnotherOrder() {
        String line =
                "{\"error\":null,\"response\":{\"body\":" + chat("\"finish_reason\":\"stop\"", "\"content\":\"hi\"")
                        + ",\"status_code\":200},\"custom_id\":\"" + ID + "\"}";
        assertThat(read(CHAT, line).answer()).isEqualTo("hi");
    }

    @Test
    void tellsAnswersThatAreNotUsable() {
        is(
                CHAT,
                answer(200, chat("\"finish_reason\":\"length\"", "\"content\":\"{\\\"a\"")),
                Outcome.TRUNCATED,
                "truncated");
        is(
                CHAT,
                answer(200, chat("\"finish_reason\":\"content_filter\"", "\"content\":null")),
                Outcome.BLOCKED,
                "content_filter");
        is(
                CHAT,
                answer(200, chat("\"finish_reason\":\"stop\"", "\"content\":null,\"refusal\":\"No.\"")),
                Outcome.REFUSED,
                "refused");
        is(
                CHAT,
                answer(200, chat("\"finish_reason\":\"tool_calls\"", "\"content\":null")),
                Outcome.TRANSIENT,
                "no_answer");
        is(
                RESPONSES,
                answer(200, response("incomplete", "{\"type\":\"output_text\",\"text\":\"{\"}")),
                Outcome.TRUNCATED,
                "truncated");
        is(
                RESPONSES,
                answer(200, response("completed", "{\"type\":\"refusal\",\"refusal\":\"No.\"}")),
                Outcome.REFUSED,
                "refused");
        is(
                RESPONSES,
                answer(200, "{\"status\":\"failed\",\"error\":{\"code\":\"server_error\",\"message\":\"Oops\"}}"),
                Outcome.TRANSIENT,
                "server_error");
        is(
                RESPONSES,
                answer(200, "{\"status\":\"failed\",\"error\":{\"code\":\"invalid_prompt\",\"message\":\"Oops\"}}"),
                Outcome.INVALID_REQUEST,
                "invalid_prompt");
    }

    @ParameterizedTest
    @CsvSource({
        "400, context_length_exceeded, INVALID_REQUEST",
        "400, content_policy_violation, BLOCKED",
        "401, invalid_api_key, AUTH",
        "403, , AUTH",
        "404, model_not_found, INVALID_REQUEST",
        "429, rate_limit_exceeded, QUOTA",
        "429, , QUOTA",
        "500, server_error, TRANSIENT",
        "503, , TRANSIENT",
        "0, , TRANSIENT",
    })
    void tellsHttpFailuresOfALine(int status, String code, Outcome outcome) {
        String json = code == null ? "null" : "\"" + code + "\"";
        String line = answer(
                status, "{\"error\":{\"message\":\"Sorry\",\"type\":null,\"param\":null,\"code\":" + json + "}}");
        ProviderResult result = read(CHAT, line);
        assertThat(result.outcome()).isEqualTo(outcome);
        assertThat(result.code()).isEqualTo(code == null ? "http_" + status : code);
        assertThat(result.detail()).isEqualTo("Sorry");
        assertThat(result.requestId()).isEqualTo("req_7");
    }

    @ParameterizedTest
    @CsvSource({"batch_expired, EXPIRED", "batch_cancelled, CANCELLED", "weird, TRANSIENT"})
    void tellsRequestsThatWereNotRun(String code, Outcome outcome) {
        String line = "{\"custom_id\":\"" + ID + "\",\"response\":null,\"error\":{\"code\":\"" + code
                + "\",\"message\":\"Not run\"}}";
        ProviderResult result = read(CHAT, line);
        assertThat(result).isEqualTo(new ProviderResult(ID, outcome, null, code, "Not run", Tokens.NONE, null, null));
    }

    @Test
    void doesNotGuessWhatALineWithoutAnswerMeans() {
        is(CHAT, "{\"custom_id\":\"" + ID + "\",\"response\":null,\"error\":null}", Outcome.TRANSIENT, "no_response");
        is(CHAT, goodLine(CHAT) + goodLine(CHAT), Outcome.TRANSIENT, "unreadable_line");
        assertThat(read(CHAT, "[1]").customId()).isNull();
    }

    private void is(String endpoint, String line, Outcome outcome, String code) {
        ProviderResult result = read(endpoint, line);
        assertThat(result.outcome()).isEqualTo(outcome);
        assertThat(result.code()).isEqualTo(code);
        assertThat(result.customId()).isEqualTo(ID);
    }
}
