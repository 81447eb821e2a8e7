package dev.caravan.provider.gemini;

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

class GeminiProtocolTest extends ProtocolContract {
    private static final String GENERATE = "generateContent";
    private static final String EMBED = "embedContent";

    @Override
    protected Protocol protocol() {
        return new GeminiProtocol();
    }

    /** The model is in the path of the create. */
    @Override
    protected boolean namesTheModel() {
        return false;
    }

    @Override
    protected String goodLine(String endpoint) {
        return endpoint.equals(EMBED)
                ? "{\"response\":{\"tokenCount\":\"5\",\"embedding\":{\"values\":[0.01, -2e-1]}},\"key\":\"" + ID
                        + "\"}"
                : generated("\"finishReason\":\"STOP\"", "{\"text\":\"bil\"},{\"text\":\"ling\"}");
    }

    private static String generated(String finish, String parts) {
        return "{\"response\":{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[" + parts + "]}," + finish
                + ",\"index\":0}],\"usageMetadata\":{\"promptTokenCount\":19,\"cachedContentTokenCount\":7,"
                + "\"candidatesTokenCount\":1,\"thoughtsTokenCount\":44,\"totalTokenCount\":64,"
                + "\"promptTokensDetails\":[{\"modality\":\"TEXT\",\"tokenCount\":19}]},"
                + "\"modelVersion\":\"gemini-2.5-flash\",\"responseId\":\"Zx81\"},\"key\":\"" + ID + "\"}";
    }

    private static RequestShape shape(String model, String thinking, Map<String, Object> parameters, String schema) {
        return new RequestShape(GENERATE, model, thinking, parameters, schema, "answer");
    }

    @Test
    void writesAGenerateContentRequest() throws IOException {
        Map<String, Object> parameters = Map.of("temperature", 0.2, "maxOutputTokens", 256);
        assertThat(line(shape("gemini-3.8-flash", "low", parameters, null), prompt("One label.", "Classify: x")))
                .isEqualTo("{\"key\":\"" + ID + "\",\"request\":{\"generationConfig\":{\"maxOutputTokens\":256,"
                        + "\"temperature\":0.2,\"thinkingConfig\":{\"thinkingLevel\":\"LOW\"}},"
                        + "\"systemInstruction\":{\"parts\":[{\"text\":\"One label.\"}]},"
                        + "\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"Classify: x\"}]}]}}\n");
    }

    @Test
    void writesNothingButContentsWhereNothingElseIsSet() throws IOException {
        assertThat(line(shape("gemini-2.5-flash", null, Map.of(), null), prompt("", "Hi")))
                .isEqualTo("{\"key\":\"" + ID
                        + "\",\"request\":{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"Hi\"}]}]}}\n");
    }

    @Test
    void putsToolsAndSafetyBesideTheConfiguration() throws IOException {
        Map<String, Object> parameters = Map.of(
                "topK",
                3,
                "safetySettings",
                List.of(Map.of("category", "HARM_CATEGORY_HARASSMENT", "threshold", "BLOCK_NONE")));
        assertThat(line(shape("gemini-2.5-flash", null, parameters, null), prompt("", "Hi")))
                .contains("\"request\":{\"safetySettings\":[{")
                .contains("\"generationConfig\":{\"topK\":3},\"contents\"");
    }

    @ParameterizedTest
    @CsvSource({
        "gemini-2.5-flash, none, '{\"thinkingBudget\":0}'",
        "gemini-2.5-flash, minimal, '{\"thinkingBudget\":512}'",
        "gemini-2.5-flash-lite, low, '{\"thinkingBudget\":1024}'",
        "gemini-2.5-flash, medium, '{\"thinkingBudget\":8192}'",
        "gemini-2.5-flash, high, '{\"thinkingBudget\":24576}'",
        "gemini-2.5-pro, high, '{\"thinkingBudget\":32768}'",
        "models/gemini-2.5-pro, dynamic, '{\"thinkingBudget\":-1}'",
        "gemini-3.8-flash, medium, '{\"thinkingLevel\":\"MEDIUM\"}'",
        "gemini-3.1-pro-preview, high, '{\"thinkingLevel\":\"HIGH\"}'",
    })
    void saysHowHardToThinkInTheWordsOfTheGeneration(String model, String level, String config) throws IOException {
        assertThat(line(shape(model, level, Map.of(), null), prompt("", "Hi")))
                .contains("\"generationConfig\":{\"thinkingConfig\":" + config + "}");
    }

    @Test
    void refusesToTurnThinkingOffWhereTheModelCantDoWithout() {
        assertThatThrownBy(() -> protocol().requests(shape("gemini-2.5-pro", "none", Map.of(), null)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Thinking level \"none\" is nothing that gemini-2.5-pro knows. "
                        + "Allowed: minimal, low, medium, high, dynamic");
    }

    @ParameterizedTest
    @CsvSource({
        "max_tokens, 'Unknown parameter \"max_tokens\"'",
        "contents, 'Unknown parameter \"contents\"'",
        "responseSchema, 'Parameter \"responseSchema\" and the output schema of the task exclude each other'",
        "thinkingConfig, 'Parameter \"thinkingConfig\" and thinking exclude each other'",
    })
    void refusesParametersThatWouldFailTheWholeFile(String parameter, String message) {
        RequestShape shape = shape("gemini-2.5-flash", "low", Map.of(parameter, 1), "{\"type\":\"object\"}");
        assertThatThrownBy(() -> protocol().requests(shape))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void sendsTheSchemaInGooglesOwnFormOrAsItIs() throws IOException {
        String schema = "{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\",\"type\":\"object\","
                + "\"properties\":{\"a\":{\"type\":[\"string\",\"null\"]}},\"required\":[\"a\"],"
                + "\"additionalProperties\":false}";
        RequestShape shape = shape("gemini-2.5-flash", null, Map.of(), schema);
        assertThat(line(shape, prompt("", "Hi")))
                .contains("\"generationConfig\":{\"responseMimeType\":\"application/json\",\"responseSchema\":"
                        + "{\"type\":\"OBJECT\",\"properties\":{\"a\":{\"type\":\"STRING\",\"nullable\":true}},"
                        + "\"propertyOrdering\":[\"a\"],\"required\":[\"a\"]}}");
        assertThat(line(shape.with(Map.of("schema-field", "responseJsonSchema")), prompt("", "Hi")))
                .contains("\"responseJsonSchema\":{\"type\":\"object\",\"properties\":"
                        + "{\"a\":{\"type\":[\"string\",\"null\"]}},\"required\":[\"a\"],"
                        + "\"additionalProperties\":false}");
    }

    @Test
    void writesAnEmbedContentRequest() throws IOException {
        RequestShape shape = new RequestShape(
                EMBED,
                "gemini-embedding-001",
                null,
                Map.of("taskType", "RETRIEVAL_DOCUMENT", "outputDimensionality", 256),
                null,
                "answer");
        assertThat(line(shape, prompt("", "alpha")))
                .isEqualTo("{\"key\":\"" + ID + "\",\"request\":{\"outputDimensionality\":256,"
                        + "\"taskType\":\"RETRIEVAL_DOCUMENT\",\"content\":{\"parts\":[{\"text\":\"alpha\"}]}}}\n");
        assertThatThrownBy(() -> line(shape, prompt("Be kind", "alpha"))).hasMessageContaining("no system prompt");
    }

    @Test
    void readsAnAnswerWithoutItsThoughts() {
        String parts = "{\"thought\":true,\"text\":\"hm\"},{\"text\":\"bil\"},{\"text\":\"h\",\"thought\":true},"
                + "{\"functionCall\":{\"name\":\"f\"}},{\"text\":\"ling\",\"thoughtSignature\":\"xyz\"}";
        assertThat(read(GENERATE, generated("\"finishReason\":\"STOP\"", parts)))
                .isEqualTo(new ProviderResult(
                        ID, Outcome.OK, "billing", "ok", "", new Tokens(19, 7, 45, 44), "Zx81", "gemini-2.5-flash"));
    }

    @Test
    void readsAVector() {
        ProviderResult result = read(EMBED, goodLine(EMBED));
        assertThat(result.answer()).isEqualTo("[0.01, -2e-1]");
        assertThat(result.tokens()).isEqualTo(new Tokens(5, 0, 0, 0));
    }

    @ParameterizedTest
    @CsvSource({
        "MAX_TOKENS, TRUNCATED, truncated",
        "SAFETY, BLOCKED, SAFETY",
        "RECITATION, BLOCKED, RECITATION",
        "PROHIBITED_CONTENT, BLOCKED, PROHIBITED_CONTENT",
        "BLOCKLIST, BLOCKED, BLOCKLIST",
        "SPII, BLOCKED, SPII",
        "LANGUAGE, BLOCKED, LANGUAGE",
        "OTHER, TRANSIENT, OTHER",
        "MALFORMED_FUNCTION_CALL, TRANSIENT, MALFORMED_FUNCTION_CALL",
        "SOMETHING_NEW, TRANSIENT, SOMETHING_NEW",
    })
    void tellsHowAnAnswerEnded(String finish, Outcome outcome, String code) {
        ProviderResult result = read(GENERATE, generated("\"finishReason\":\"" + finish + "\"", "{\"text\":\"ha\"}"));
        assertThat(result.outcome()).isEqualTo(outcome);
        assertThat(result.code()).isEqualTo(code);
        assertThat(result.tokens().out()).isEqualTo(45);
        assertThat(result.answer()).isEqualTo(outcome == Outcome.TRUNCATED ? "ha" : null);
    }

    @Test
    void readsAnAnswerThatThinkingUsedUp() {
        String line = generated("\"finishReason\":\"MAX_TOKENS\"", "")
                .replace("\"content\":{\"role\":\"model\",\"parts\":[]}", "\"content\":{\"role\":\"model\"}");
        assertThat(read(GENERATE, line))
                .extracting(ProviderResult::outcome, ProviderResult::answer)
                .containsExactly(Outcome.TRUNCATED, null);
    }

    @Test
    void readsABlockedPrompt() {
        ProviderResult result = read(
                GENERATE,
                "{\"response\":{\"promptFeedback\":{\"blockReason\":\"PROHIBITED_CONTENT\"},\"usageMetadata\":"
                        + "{\"promptTokenCount\":12,\"totalTokenCount\":12},\"modelVersion\":\"m\"},\"key\":\"" + ID
                        + "\"}");
        assertThat(result)
                .isEqualTo(new ProviderResult(
                        ID,
                        Outcome.BLOCKED,
                        null,
                        "PROHIBITED_CONTENT",
                        "The prompt was blocked: PROHIBITED_CONTENT",
                        new Tokens(12, 0, 0, 0),
                        null,
                        "m"));
        assertThat(read(GENERATE, "{\"key\":\"" + ID + "\",\"response\":{\"usageMetadata\":{\"promptTokenCount\":1}}}")
                        .outcome())
                .isEqualTo(Outcome.BLOCKED);
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"code\":3,\"message\":\"No.\"}', INVALID_REQUEST, INVALID_ARGUMENT",
        "'{\"code\":400,\"message\":\"No.\",\"status\":\"INVALID_ARGUMENT\"}', INVALID_REQUEST, INVALID_ARGUMENT",
        "'{\"message\":\"No.\",\"status\":\"FAILED_PRECONDITION\",\"details\":[]}', INVALID_REQUEST, FAILED_PRECONDITION",
        "'{\"code\":\"7\",\"message\":\"No.\"}', AUTH, PERMISSION_DENIED",
        "'{\"code\":8,\"message\":\"No.\"}', QUOTA, RESOURCE_EXHAUSTED",
        "'{\"code\":429,\"message\":\"No.\"}', QUOTA, RESOURCE_EXHAUSTED",
        "'{\"code\":1,\"message\":\"No.\"}', CANCELLED, CANCELLED",
        "'{\"code\":13,\"message\":\"No.\"}', TRANSIENT, INTERNAL",
        "'{\"code\":503,\"message\":\"No.\"}', TRANSIENT, UNAVAILABLE",
        "'{\"code\":4711,\"message\":\"No.\"}', TRANSIENT, UNKNOWN",
        "'\"No.\"', TRANSIENT, UNKNOWN",
    })
    void tellsErrorsApart(String error, Outcome outcome, String code) {
        ProviderResult result = read(GENERATE, "{\"error\":" + error + ",\"key\":\"" + ID + "\"}");
        assertThat(result).isEqualTo(new ProviderResult(ID, outcome, null, code, "No.", Tokens.NONE, null, null));
    }

    @Test
    void saysWhenALineHoldsNothing() {
        assertThat(read(GENERATE, "{\"key\":\"" + ID + "\"}").code()).isEqualTo("no_response");
        assertThat(read(GENERATE, "{\"key\":\"" + ID + "\",\"response\":{},\"error\":null}")
                        .code())
                .isEqualTo("no_response");
        assertThat(read(GENERATE, "{\"response\":{}}").customId()).isNull();
    }
}
