package dev.caravan.provider.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.model.Ability;
import dev.caravan.provider.Outcome;
import dev.caravan.provider.Protocol;
import dev.caravan.provider.ProtocolContract;
import dev.caravan.provider.ProviderResult;
import dev.caravan.provider.ProviderResult.Tokens;
import dev.caravan.provider.Recovery;
import dev.caravan.provider.RequestShape;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnthropicProtocolTest extends ProtocolContract {
    private static final String MESSAGES = "/v1/messages";
    private static final String SCHEMA =
            "{\"type\":\"object\",\"properties\":{\"total\":{\"type\":\"number\",\"minimum\":0}},"
                    + "\"required\":[\"total\"]}";

    @Override
    protected Protocol protocol() {
        return new AnthropicProtocol();
    }

    @Override
    protected String goodLine(String endpoint) {
        return succeeded(
                "\"end_turn\"",
                "{\"type\":\"thinking\",\"thinking\":\"hm\",\"signature\":\"s\"},{\"type\":\"text\",\"text\":\"{\\\"total\\\":\"},"
                        + "{\"citations\":null,\"text\":\"41.2}\",\"type\":\"text\"},{\"type\":\"new_block\",\"text\":\"no\"}");
    }

    private static String succeeded(String stop, String blocks) {
        return "{\"custom_id\":\"" + ID + "\",\"result\":{\"type\":\"succeeded\",\"message\":{\"id\":\"msg_01Zq\","
                + "\"type\":\"message\",\"role\":\"assistant\",\"model\":\"claude-haiku-4-5-20251001\",\"content\":["
                + blocks + "],\"stop_reason\":" + stop + ",\"stop_sequence\":null,\"stop_details\":null,"
                + "\"usage\":{\"input_tokens\":212,\"cache_creation_input_tokens\":30,\"cache_read_input_tokens\":8,"
                + "\"cache_creation\":{\"ephemeral_5m_input_tokens\":30,\"ephemeral_1h_input_tokens\":0},"
                + "\"output_tokens\":19,\"output_tokens_details\":{\"thinking_tokens\":5},\"service_tier\":\"batch\"}}}}";
    }

    private static RequestShape shape(String model, String thinking, Map<String, Object> parameters, String schema) {
        return new RequestShape(MESSAGES, model, thinking, parameters, schema, "invoice");
    }

    private static RequestShape with(Map<String, String> settings) {
        return shape("claude-haiku-4-5", null, Map.of(), null).with(settings);
    }

    private static final String TALK = "\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}}\n";

    private String params(RequestShape shape) throws IOException {
        String line = line(shape, prompt("", "Hello"));
        String start = "{\"custom_id\":\"" + ID + "\",\"params\":{";
        assertThat(line).startsWith(start).endsWith("," + TALK);
        return line.substring(start.length(), line.length() - TALK.length() - 1);
    }

    @Test
    void offersMessagesAndNothingElse() {
        assertThat(protocol().endpoints()).isEqualTo(Map.of(MESSAGES, Ability.CHAT));
        assertThat(protocol().recovery(Map.of())).isEqualTo(Recovery.UNREVOCABLE);
    }

    @Test
    void writesARequestByteForByte() throws IOException {
        RequestShape shape = shape("claude-haiku-4-5", null, Map.of("temperature", 0.2, "max_tokens", 400), SCHEMA);
        assertThat(line(shape, prompt("Be \\\"brief\\\"", "Total due 41,20 EUR")))
                .isEqualTo(
                        "{\"custom_id\":\"" + ID + "\",\"params\":{\"model\":\"claude-haiku-4-5\",\"max_tokens\":400,"
                                + "\"temperature\":0.2,\"output_config\":{\"format\":{\"type\":\"json_schema\",\"schema\":"
                                + "{\"type\":\"object\",\"required\":[\"total\"],\"properties\":{\"total\":{\"type\":\"number\"}},"
                                + "\"additionalProperties\":false}}},\"system\":\"Be \\\"brief\\\"\",\"messages\":"
                                + "[{\"role\":\"user\",\"content\":\"Total due 41,20 EUR\"}]}}\n");
    }

    @Test
    void asksForThinkingAsTheGenerationOfTheModelDoes() throws IOException {
        assertThat(params(shape("claude-sonnet-4-5", "medium", Map.of(), null)))
                .isEqualTo("\"model\":\"claude-sonnet-4-5\",\"max_tokens\":12288,"
                        + "\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":8192}");
        assertThat(params(shape("claude-opus-5", "xhigh", Map.of("max_tokens", 900), null)))
                .isEqualTo("\"model\":\"claude-opus-5\",\"max_tokens\":900,\"thinking\":{\"type\":\"adaptive\"},"
                        + "\"output_config\":{\"effort\":\"xhigh\"}");
        assertThat(params(shape("claude-sonnet-5", "none", Map.of(), null)))
                .isEqualTo("\"model\":\"claude-sonnet-5\",\"max_tokens\":4096,\"thinking\":{\"type\":\"disabled\"}");
        assertThat(params(shape("our-gateway-name", "low", Map.of(), null).with(Map.of("thinking-form", "budget"))))
                .isEqualTo("\"model\":\"our-gateway-name\",\"max_tokens\":5120,"
                        + "\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":1024}");
    }

    @Test
    void marksTheSystemPromptForTheCacheWhereAsked() throws IOException {
        assertThat(line(with(Map.of("cache-system", "1h")), prompt("Rules", "Hello")))
                .endsWith(",\"system\":[{\"type\":\"text\",\"text\":\"Rules\",\"cache_control\":"
                        + "{\"type\":\"ephemeral\",\"ttl\":\"1h\"}}]," + TALK);
        assertThat(params(with(Map.of("cache-system", "1h", "max-tokens", "77"))))
                .isEqualTo("\"model\":\"claude-haiku-4-5\",\"max_tokens\":77");
    }

    @Test
    void sendsNoSchemaToModelsThatTakeNone() throws IOException {
        assertThat(params(shape("claude-sonnet-4-20250514", null, Map.of(), SCHEMA)))
                .isEqualTo("\"model\":\"claude-sonnet-4-20250514\",\"max_tokens\":4096");
    }

    @Test
    void refusesWhatTheProviderWouldRefusePerRow() {
        refuses(
                shape("claude-opus-4-7", null, Map.of("temperature", 0), null),
                "Parameter \"temperature\" is refused by claude-opus-4-7 (as by every Claude model from 4.7 on): remove it");
        refuses(
                shape("claude-opus-5-5", "none", Map.of(), null),
                "Thinking of claude-opus-5-5 can't be switched off: give another thinking level, or none of them");
        refuses(
                shape("claude-haiku-4-5", "high", Map.of("max_tokens", 20_000), null),
                "Parameter \"max_tokens\" is 20000, but thinking level \"high\" alone may take 24576 tokens of"
                        + " claude-haiku-4-5: raise it, or lower the level");
        refuses(
                shape("claude-haiku-4-5", "xhigh", Map.of(), null),
                "Thinking level \"xhigh\" has no budget of tokens, and claude-haiku-4-5 needs one."
                        + " Known: none, low, medium, high");
        refuses(
                shape("claude-haiku-4-5", null, Map.of("stream", true), null),
                "Parameter \"stream\" is set by Caravan itself, or not allowed in batches: remove it");
        refuses(
                shape("claude-haiku-4-5", null, Map.of("max_tokens", 0), null),
                "Parameter \"max_tokens\" must be a whole number from 1 on, not 0");
        refuses(
                shape("claude-haiku-4-5", "low", Map.of("thinking", Map.of("type", "enabled")), null),
                "Parameter \"thinking\" and a thinking level exclude each other");
        refuses(
                shape("claude-haiku-4-5", null, Map.of("output_config", Map.of()), SCHEMA),
                "Parameter \"output_config\" excludes a thinking level and an output schema: remove it");
        refuses(
                shape("/v1/embeddings"),
                "Protocol anthropic has no batch endpoint \"/v1/embeddings\". Known: /v1/messages");
        refuses(
                with(Map.of("max-tokens", "many")),
                "Setting \"max-tokens\" must be a whole number from 1 on, not many");
    }

    private void refuses(RequestShape shape, String message) {
        assertThatThrownBy(() -> protocol().requests(shape))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void joinsTextBlocksAndCountsTheCacheAsInput() {
        assertThat(read(MESSAGES, goodLine(MESSAGES)))
                .isEqualTo(new ProviderResult(
                        ID,
                        Outcome.OK,
                        "{\"total\":41.2}",
                        "ok",
                        "",
                        new Tokens(250, 8, 19, 5),
                        "msg_01Zq",
                        "claude-haiku-4-5-20251001"));
    }

    @Test
    void takesTheInputOfAToolForAnAnswerWithoutText() {
        String line = succeeded(
                "\"tool_use\"", "{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"n\",\"input\":{\"total\": 41.20}}");
        assertThat(read(MESSAGES, line).answer()).isEqualTo("{\"total\": 41.20}");
    }

    @Test
    void tellsAnswersThatAreNotUsable() {
        String half = "{\"type\":\"text\",\"text\":\"{\\\"a\"}";
        is(succeeded("\"max_tokens\"", half), Outcome.TRUNCATED, "truncated");
        is(succeeded("\"model_context_window_exceeded\"", half), Outcome.TRUNCATED, "model_context_window_exceeded");
        is(succeeded("\"pause_turn\"", half), Outcome.TRANSIENT, "pause_turn");
        is(succeeded("\"end_turn\"", ""), Outcome.TRANSIENT, "no_answer");
        is("{\"custom_id\":\"" + ID + "\",\"result\":{\"type\":\"dreamt\"}}", Outcome.TRANSIENT, "no_result");
        is("{\"custom_id\":\"" + ID + "\"}", Outcome.TRANSIENT, "no_result");
    }

    @Test
    void tellsWhyAModelDeclined() {
        String line = "{\"custom_id\":\"" + ID + "\",\"result\":{\"type\":\"succeeded\",\"message\":{\"content\":[],"
                + "\"stop_reason\":\"refusal\",\"stop_details\":{\"type\":\"refusal\",\"category\":\"bio\","
                + "\"explanation\":%s},\"usage\":{\"input_tokens\":null,\"output_tokens\":0}}}}";
        assertThat(read(MESSAGES, line.formatted("\"Not this.\"")))
                .extracting(ProviderResult::outcome, ProviderResult::code, ProviderResult::detail)
                .containsExactly(Outcome.REFUSED, "refused", "Not this.");
        assertThat(read(MESSAGES, line.formatted("null")).detail()).isEqualTo("bio");
    }

    @ParameterizedTest
    @CsvSource({
        "invalid_request_error, INVALID_REQUEST",
        "not_found_error, INVALID_REQUEST",
        "permission_error, INVALID_REQUEST",
        "request_too_large, INVALID_REQUEST",
        "authentication_error, AUTH",
        "billing_error, QUOTA",
        "rate_limit_error, QUOTA",
        "api_error, TRANSIENT",
        "overloaded_error, TRANSIENT",
        "timeout_error, TRANSIENT",
        "a_new_error, TRANSIENT",
    })
    void readsTheInnerOfTwoErrors(String type, Outcome outcome) {
        ProviderResult result = read(
                MESSAGES,
                errored("{\"type\":\"error\",\"error\":{\"details\":null,\"type\":\"" + type
                        + "\",\"message\":\"Sorry\"},\"request_id\":\"workerreq_1\"}"));
        assertThat(result)
                .isEqualTo(new ProviderResult(ID, outcome, null, type, "Sorry", Tokens.NONE, "workerreq_1", null));
    }

    @Test
    void readsAFlatErrorToo() {
        assertThat(read(MESSAGES, errored("{\"type\":\"api_error\",\"message\":\"Sorry\"}")))
                .extracting(ProviderResult::code, ProviderResult::detail)
                .containsExactly("api_error", "Sorry");
        assertThat(read(MESSAGES, errored("null")).code()).isEqualTo("error");
    }

    @Test
    void tellsRowsThatWereNotRun() {
        is("{\"custom_id\":\"" + ID + "\",\"result\":{\"type\":\"canceled\"}}", Outcome.CANCELLED, "canceled");
        is("{\"result\":{\"type\":\"expired\"},\"custom_id\":\"" + ID + "\"}", Outcome.EXPIRED, "expired");
    }

    private static String errored(String error) {
        return "{\"custom_id\":\"" + ID + "\",\"result\":{\"type\":\"errored\",\"error\":" + error + "}}";
    }

    private void is(String line, Outcome outcome, String code) {
        ProviderResult result = read(MESSAGES, line);
        assertThat(result.customId()).isEqualTo(ID);
        assertThat(result.outcome()).isEqualTo(outcome);
        assertThat(result.code()).isEqualTo(code);
        assertThat(result.detail()).isNotBlank();
    }

    @Test
    void declaresItsSettings() {
        assertThat(protocol().settings())
                .extracting(setting -> setting.name() + "=" + setting.standard())
                .isEqualTo(List.of(
                        "max-tokens=4096",
                        "thinking-form=by-model",
                        "cache-system=none",
                        "exclusive-workspace=false",
                        "on-doubt=again"));
    }
}
