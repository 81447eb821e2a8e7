package dev.caravan.provider.vertex;

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

class VertexProtocolTest extends ProtocolContract {
    private static final String GENERATE = "generateContent";
    private static final String EMBED = "embedContent";
    private static final String MESSAGES = "messages";

    @Override
    protected Protocol protocol() {
        return new VertexProtocol();
    }

    /** The model is in the job. */
    @Override
    protected boolean namesTheModel() {
        return false;
    }

    @Override
    protected String goodLine(String endpoint) {
        return switch (endpoint) {
            case EMBED ->
                "{\"key\":\"" + ID + "\",\"request\":{\"content\":{\"parts\":[{\"text\":\"alpha\"}]}},"
                        + "\"response\":{\"tokenCount\":\"1\",\"embedding\":{\"values\":[0.1,-2]}}}";
            case MESSAGES -> claude("\"stop_reason\":\"end_turn\"");
            default -> row("\"\"", "{\"text\":\"billing\"}", "\"STOP\"");
        };
    }

    private static String row(String status, String part, String finish) {
        return "{\"custom_id\":\"" + ID + "\",\"status\":" + status
                + ",\"processed_time\":\"2026-03-02T08:04:00.120+00:00\",\"request\":{\"labels\":{\"caravan_id\":\""
                + ID
                + "\"},\"contents\":[{\"parts\":[{\"fileData\":null,\"text\":\"Classify\"}],\"role\":\"user\"}]},"
                + "\"response\":{\"candidates\":[{\"avgLogprobs\":-0.11,\"content\":{\"parts\":[" + part
                + "],\"role\":\"model\"},\"finishReason\":" + finish
                + "}],\"modelVersion\":\"gemini-2.5-flash@default\","
                + "\"usageMetadata\":{\"promptTokenCount\":19,\"candidatesTokenCount\":1,\"totalTokenCount\":20}}}";
    }

    private static String claude(String stop) {
        return "{\"custom_id\":\"" + ID
                + "\",\"request\":{\"anthropic_version\":\"vertex-2023-10-16\"},\"status\":\"\","
                + "\"response\":{\"id\":\"msg_1\",\"type\":\"message\",\"model\":\"claude-haiku-4-5-20251001\","
                + "\"content\":[{\"type\":\"thinking\",\"thinking\":\"\",\"text\":\"no\"},{\"type\":\"text\",\"text\":\"4\"},"
                + "{\"text\":\"2\",\"type\":\"text\"}],\"stop_details\":{\"type\":\"refusal\",\"explanation\":\"Not this.\"},"
                + stop + ",\"usage\":{\"input_tokens\":10,\"cache_read_input_tokens\":5,"
                + "\"cache_creation_input_tokens\":2,\"output_tokens\":7,"
                + "\"output_tokens_details\":{\"thinking_tokens\":3}}}}";
    }

    private static RequestShape shape(String endpoint, Map<String, Object> parameters, String schema, String nonce) {
        return new RequestShape(
                endpoint,
                endpoint.equals(MESSAGES) ? "claude-haiku-4-5" : "gemini-2.5-flash",
                null,
                parameters,
                schema,
                "answer",
                Map.of("nonce", nonce));
    }

    @Test
    void repeatsTheIdInALabelSoThatARowIsKnownWithoutItsCustomId() throws IOException {
        RequestShape shape = shape(GENERATE, Map.of("temperature", 0.2), null, "label");
        assertThat(line(shape, prompt("One label.", "Classify: x")))
                .isEqualTo("{\"custom_id\":\"" + ID + "\",\"request\":{\"labels\":{\"caravan_id\":\"" + ID
                        + "\"},\"generationConfig\":{\"temperature\":0.2},"
                        + "\"systemInstruction\":{\"parts\":[{\"text\":\"One label.\"}]},"
                        + "\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"Classify: x\"}]}]}}\n");
    }

    @Test
    void repeatsTheIdInATextOrNowhereIfAsked() throws IOException {
        assertThat(line(shape(GENERATE, Map.of(), null, "text"), prompt("", "Hi")))
                .isEqualTo("{\"custom_id\":\"" + ID + "\",\"request\":{\"contents\":[{\"role\":\"user\",\"parts\":["
                        + "{\"text\":\"Hi\"},{\"text\":\"(request " + ID + ")\"}]}]}}\n");
        assertThat(line(shape(GENERATE, Map.of(), null, "none"), prompt("", "Hi")))
                .isEqualTo("{\"custom_id\":\"" + ID + "\",\"request\":{\"contents\":[{\"role\":\"user\",\"parts\":["
                        + "{\"text\":\"Hi\"}]}]}}\n");
    }

    @Test
    void keepsTheLabelsOfTheBatchModel() throws IOException {
        Map<String, Object> labels = Map.of("labels", Map.of("team", "care"));
        assertThat(line(shape(GENERATE, labels, null, "label"), prompt("", "Hi")))
                .contains("\"request\":{\"labels\":{\"team\":\"care\",\"caravan_id\":\"" + ID + "\"},\"contents\"");
        assertThat(line(shape(GENERATE, labels, null, "none"), prompt("", "Hi")))
                .contains("\"request\":{\"labels\":{\"team\":\"care\"},\"contents\"");
    }

    @Test
    void writesAnEmbeddingRowWithTheKeyThatIsDocumentedForIt() throws IOException {
        Map<String, Object> parameters =
                Map.of("outputDimensionality", 256, "taskType", "RETRIEVAL_DOCUMENT", "title", "t");
        assertThat(line(shape(EMBED, parameters, null, "label"), prompt("", "alpha")))
                .isEqualTo("{\"key\":\"" + ID + "\",\"request\":{\"embed_content_config\":"
                        + "{\"output_dimensionality\":256,\"task_type\":\"RETRIEVAL_DOCUMENT\",\"title\":\"t\"},"
                        + "\"content\":{\"parts\":[{\"text\":\"alpha\"}]}}}\n");
        assertThat(line(shape(EMBED, Map.of(), null, "label"), prompt("", "alpha")))
                .isEqualTo("{\"key\":\"" + ID + "\",\"request\":{\"content\":{\"parts\":[{\"text\":\"alpha\"}]}}}\n");
    }

    @Test
    void writesAClaudeRowWithAVersionAndWithoutAModel() throws IOException {
        RequestShape shape = shape(MESSAGES, Map.of("max_tokens", 64), null, "label");
        assertThat(line(shape, prompt("Be kind.", "hi")))
                .isEqualTo(
                        "{\"custom_id\":\"" + ID + "\",\"request\":{\"anthropic_version\":\"vertex-2023-10-16\","
                                + "\"max_tokens\":64,\"system\":\"Be kind.\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}}\n");
        assertThat(line(shape(MESSAGES, Map.of(), null, "label"), prompt("", "hi")))
                .contains("\"max_tokens\":4096,");
    }

    @ParameterizedTest
    @CsvSource({
        "claude-haiku-4-5@20251001, low, '\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":1024}'",
        "claude-sonnet-4@20250514, medium, '\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":8192}'",
        "claude-opus-4-6, low, '\"thinking\":{\"type\":\"adaptive\"},\"output_config\":{\"effort\":\"low\"}'",
        "claude-opus-5-5, max, '\"thinking\":{\"type\":\"adaptive\"},\"output_config\":{\"effort\":\"max\"}'",
    })
    void saysHowHardClaudeIsToThinkInTheWordsOfItsGeneration(String model, String level, String wire)
            throws IOException {
        RequestShape shape = new RequestShape(MESSAGES, model, level, Map.of("max_tokens", 30_000), null, "a");
        assertThat(line(shape, prompt("", "hi"))).contains(wire);
    }

    @Test
    void refusesAThinkingBudgetThatLeavesNoRoomForAnAnswer() {
        var shape = new RequestShape(MESSAGES, "claude-haiku-4-5", "low", Map.of("max_tokens", 1024), null, "a");
        assertThatThrownBy(() -> protocol().requests(shape))
                .hasMessage("Thinking level \"low\" of claude-haiku-4-5 takes up to 1024 tokens, "
                        + "so max_tokens must be larger than that; it is 1024");
    }

    @Test
    void closesTheObjectsOfAClaudeSchemaAndLeavesRangesOut() throws IOException {
        String schema = "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":[\"string\",\"null\"],\"maxLength\":3},"
                + "\"b\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/$defs/n\"},\"minItems\":1}},\"required\":[\"a\"],"
                + "\"$defs\":{\"n\":{\"type\":\"number\",\"minimum\":0}}}";
        assertThat(line(shape(MESSAGES, Map.of(), schema, "label"), prompt("", "hi")))
                .contains("\"output_config\":{\"format\":{\"type\":\"json_schema\",\"schema\":{\"type\":\"object\","
                        + "\"properties\":{\"a\":{\"anyOf\":[{\"type\":\"string\"},{\"type\":\"null\"}]},"
                        + "\"b\":{\"type\":\"array\",\"items\":{\"type\":\"number\"}}},\"required\":[\"a\"],"
                        + "\"additionalProperties\":false}}}");
    }

    @Test
    void readsARow() {
        assertThat(read(GENERATE, row("\"\"", "{\"text\":\"billing\"}", "\"STOP\"")))
                .isEqualTo(new ProviderResult(
                        ID,
                        Outcome.OK,
                        "billing",
                        "ok",
                        "",
                        new Tokens(19, 0, 1, 0),
                        null,
                        "gemini-2.5-flash@default"));
        assertThat(read(GENERATE, row("null", "{\"text\":\"b\"}", "\"STOP\"")).outcome())
                .isEqualTo(Outcome.OK);
        assertThat(read(GENERATE, row("\"OK\"", "{\"text\":\"b\"}", "\"STOP\"")).outcome())
                .isEqualTo(Outcome.OK);
        assertThat(read(GENERATE, row("{}", "{\"text\":\"b\"}", "\"STOP\"")).outcome())
                .isEqualTo(Outcome.OK);
        assertThat(read(GENERATE, row("\"\"", "{\"text\":\"b\"}", "\"SAFETY\"")).outcome())
                .isEqualTo(Outcome.BLOCKED);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            value = {
                "|\"Bad Request: {\\\"error\\\": {\\\"code\\\": 400, \\\"message\\\": \\\"No contents.\\\", \\\"status\\\": \\\"INVALID_ARGUMENT\\\"}}\"|, INVALID_REQUEST, INVALID_ARGUMENT, No contents.",
                "|\"Error: {\\\"error\\\":{\\\"code\\\":429,\\\"message\\\":\\\"Slow\\\"}}\"|, QUOTA, RESOURCE_EXHAUSTED, Slow",
                "|\"Error: {\\\"error\\\":{\\\"code\\\":503,\\\"message\\\":\\\"Later\\\"}}\"|, TRANSIENT, UNAVAILABLE, Later",
                "|{\"code\":7,\"message\":\"Not you\"}|, AUTH, PERMISSION_DENIED, Not you",
                "|{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"max_tokens\"}}|, INVALID_REQUEST, INVALID_ARGUMENT, max_tokens",
                "|\"Something {broke\"|, TRANSIENT, UNKNOWN, Something {broke",
            })
    void readsWhyARowFailed(String status, Outcome outcome, String code, String detail) {
        String failed = "{\"custom_id\":\"" + ID + "\",\"status\":" + status + ",\"request\":{\"contents\":[]},"
                + "\"response\":{}}";
        for (String endpoint : protocol().endpoints().keySet()) {
            assertThat(read(endpoint, failed))
                    .isEqualTo(new ProviderResult(ID, outcome, null, code, detail, Tokens.NONE, null, null));
        }
    }

    @Test
    void takesARowWithoutAnAnswerForAFailure() {
        for (String endpoint : protocol().endpoints().keySet()) {
            assertThat(read(endpoint, "{\"custom_id\":\"" + ID + "\",\"status\":\"\",\"response\":{}}"))
                    .isEqualTo(new ProviderResult(
                            ID,
                            Outcome.TRANSIENT,
                            null,
                            "no_response",
                            "The line holds neither an answer nor an error",
                            Tokens.NONE,
                            null,
                            null));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'\"stop_reason\":\"end_turn\"', OK, ok, 42",
        "'\"stop_reason\":\"max_tokens\"', TRUNCATED, truncated, 42",
        "'\"stop_reason\":\"refusal\"', REFUSED, refused, ",
        "'\"stop_reason\":\"pause_turn\"', TRANSIENT, pause_turn, ",
        "'\"stop_reason\":null', TRANSIENT, no_answer, ",
    })
    void readsClaudesAnswer(String stop, Outcome outcome, String code, String answer) {
        ProviderResult result = read(MESSAGES, claude(stop));
        assertThat(result.outcome()).isEqualTo(outcome);
        assertThat(result.code()).isEqualTo(code);
        assertThat(result.answer()).isEqualTo(answer);
        assertThat(result.tokens()).isEqualTo(new Tokens(17, 5, 7, 3));
        assertThat(result.requestId()).isEqualTo("msg_1");
        assertThat(result.detail().equals("Not this.")).isEqualTo(outcome == Outcome.REFUSED);
    }
}
