package dev.caravan.provider.bedrock;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.provider.Outcome;
import dev.caravan.provider.ProviderResult;
import dev.caravan.provider.ProviderResult.Tokens;
import dev.caravan.provider.RequestShape;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BedrockResultsTest {
    private static final String ID = "ck3f9a20-1z-1";
    private static final String NOVA = "amazon.nova-lite-v1:0";

    private static ProviderResult read(String model, String rest) {
        byte[] line = ("{\"recordId\":\"" + ID + "\",\"modelInput\":{\"recordId\":\"other\",\"error\":1}," + rest + "}")
                .getBytes(UTF_8);
        RequestShape shape = new RequestShape("converse", model, null, Map.of(), null, "answer");
        ProviderResult result = new BedrockProtocol().results(shape).read(line, 0, line.length);
        assertThat(result.customId()).isEqualTo(ID);
        return result;
    }

    private static ProviderResult output(String model, String output) {
        return read(model, "\"modelOutput\":{" + output + "}");
    }

    private static ProviderResult ok(String answer, Tokens tokens, String id, String model) {
        return new ProviderResult(ID, Outcome.OK, answer, "ok", "", tokens, id, model);
    }

    @Test
    void joinsTheTextBlocksOfClaude() {
        assertThat(output(
                        BedrockProtocolTest.HAIKU,
                        "\"id\":\"msg_bdrk_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"claude-haiku-4-5-20251001\","
                                + "\"content\":[{\"type\":\"thinking\",\"thinking\":\"hm\",\"text\":\"no\"},{\"type\":\"text\",\"text\":\"{\\\"a\\\"\"},"
                                + "{\"type\":\"text\",\"text\":\":1}\"}],\"stop_reason\":\"end_turn\",\"stop_sequence\":null,"
                                + "\"usage\":{\"input_tokens\":41,\"cache_read_input_tokens\":5,\"cache_creation_input_tokens\":4,"
                                + "\"output_tokens\":9,\"output_tokens_details\":{\"thinking_tokens\":2}}"))
                .isEqualTo(ok("{\"a\":1}", new Tokens(50, 5, 9, 2), "msg_bdrk_1", "claude-haiku-4-5-20251001"));
    }

    @Test
    void readsAConverseAnswerWhoseUnsetMembersAreNull() {
        assertThat(output(
                        NOVA,
                        "\"output\":{\"message\":{\"role\":\"assistant\",\"content\":[{\"text\":null,\"reasoningContent\":"
                                + "{\"reasoningText\":{\"text\":\"hm\"}}},{\"text\":\"yes\",\"image\":null,\"toolUse\":null}]}},"
                                + "\"stopReason\":\"end_turn\",\"usage\":{\"inputTokens\":22,\"outputTokens\":7,\"totalTokens\":29},"
                                + "\"metrics\":{\"latencyMs\":512}"))
                .isEqualTo(ok("yes", new Tokens(22, 0, 7, 0), null, null));
    }

    @Test
    void readsLlamasGeneration() {
        assertThat(
                        output(
                                "meta.llama3-3-70b-instruct-v1:0",
                                "\"generation\":\"yes\",\"prompt_token_count\":12,\"generation_token_count\":3,\"stop_reason\":\"stop\""))
                .isEqualTo(ok("yes", new Tokens(12, 0, 3, 0), null, null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "\"embedding\":[0.5, -1e-3],\"inputTextTokenCount\":3 | [0.5, -1e-3] | 3",
                "\"embeddings\":[[1,2],[3,4]],\"id\":\"x\" | [1,2] | 0",
                "\"embeddings\":{\"int8\":[[9]],\"float\":[[0.1,0.2]]} | [0.1,0.2] | 0",
                "\"embeddingsByType\":{\"binary\":[1,0],\"float\":[0.5]},\"embedding\":[0.5],\"inputTextTokenCount\":3 | [0.5] | 3",
            })
    void takesTheFirstVectorAsItStands(String output, String vector, int tokens) {
        ProviderResult result = output("amazon.titan-embed-text-v2:0", output);
        assertThat(result.outcome()).isEqualTo(Outcome.OK);
        assertThat(result.answer()).isEqualTo(vector);
        assertThat(result.tokens()).isEqualTo(new Tokens(tokens, 0, 0, 0));
    }

    @ParameterizedTest
    @CsvSource({
        "max_tokens, TRUNCATED, truncated",
        "length, TRUNCATED, truncated",
        "model_context_window_exceeded, TRUNCATED, truncated",
        "refusal, REFUSED, refused",
        "content_filtered, REFUSED, refused",
        "guardrail_intervened, BLOCKED, guardrail_intervened",
        "tool_use, TRANSIENT, tool_use",
        "malformed_model_output, TRANSIENT, malformed_model_output",
        "end_turn, OK, ok",
        "stop_sequence, OK, ok",
    })
    void saysHowAnAnswerEnded(String stop, Outcome outcome, String code) {
        ProviderResult result = output(
                BedrockProtocolTest.HAIKU,
                "\"output\":{\"message\":{\"content\":[{\"text\":\"half\"}]}},\"stopReason\":\"" + stop + "\"");
        assertThat(result.outcome()).isEqualTo(outcome);
        assertThat(result.code()).isEqualTo(code);
        assertThat(result.answer()).isEqualTo(outcome == Outcome.OK || outcome == Outcome.TRUNCATED ? "half" : null);
    }

    @Test
    void takesFilteredContentForARefusalOfClaudeAlone() {
        assertThat(output(NOVA, "\"output\":{},\"stopReason\":\"content_filtered\"")
                        .outcome())
                .isEqualTo(Outcome.BLOCKED);
        assertThat(output(NOVA, "\"output\":{},\"stopReason\":\"end_turn\"").code())
                .isEqualTo("no_answer");
    }

    @ParameterizedTest
    @CsvSource({
        "'\"errorCode\":400', INVALID_REQUEST, http_400",
        "'\"errorCode\":\"400\"', INVALID_REQUEST, http_400",
        "'\"errorCode\":400,\"retryable\":true', TRANSIENT, http_400",
        "'\"errorCode\":400,\"retryable\":false,\"expired\":false', INVALID_REQUEST, http_400",
        "'\"errorCode\":400,\"expired\":true', EXPIRED, http_400",
        "'\"errorCode\":403', AUTH, http_403",
        "'\"errorCode\":408', TRANSIENT, http_408",
        "'\"errorCode\":424', TRANSIENT, http_424",
        "'\"errorCode\":429,\"retryable\":true', QUOTA, http_429",
        "'\"errorCode\":500,\"retryable\":null', TRANSIENT, http_500",
        "'\"errorCode\":\"ThrottlingException\"', QUOTA, ThrottlingException",
        "'\"errorCode\":\"ValidationException\"', INVALID_REQUEST, ValidationException",
        "'\"errorCode\":\"ModelErrorException\"', TRANSIENT, ModelErrorException",
        "'\"x\":1', TRANSIENT, error",
    })
    void saysWhyARecordFailed(String fields, Outcome outcome, String code) {
        assertThat(read(NOVA, "\"error\":{" + fields + ",\"errorMessage\":\"No\"}"))
                .isEqualTo(new ProviderResult(ID, outcome, null, code, "No", Tokens.NONE, null, null));
    }

    @Test
    void takesALineWithNeitherForAPassingFailure() {
        assertThat(read(NOVA, "\"modelOutput\":null,\"error\":null").code()).isEqualTo("no_response");
    }

    @Test
    void prefersAnAnswerOverAnErrorThatIsNull() {
        assertThat(output(NOVA, "\"generation\":\"yes\",\"stop_reason\":\"stop\"},\"error\":null,\"x\":{")
                        .outcome())
                .isEqualTo(Outcome.OK);
    }
}
