package dev.caravan.provider.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import com.anthropic.core.ObjectMappers;
import com.anthropic.models.messages.batches.BatchCreateParams;
import dev.caravan.provider.Asked;
import dev.caravan.provider.Protocol;
import dev.caravan.provider.RequestShape;
import dev.caravan.provider.Whole;
import dev.caravan.provider.WholeContract;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AnthropicWholeTest extends WholeContract {
    private static final String START =
            "{\"custom_id\":\"" + ID + "\",\"params\":{\"model\":\"claude-haiku-4-5\",\"max_tokens\":300,";
    private static final String ASK = "{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";

    @Override
    protected Protocol protocol() {
        return new AnthropicProtocol();
    }

    @Override
    protected RequestShape shape() {
        return shape(AnthropicProtocol.MESSAGES, "claude-haiku-4-5", Map.of());
    }

    @Override
    protected String plainLine() {
        return START + """
                "temperature":0.20,"system":[{"type":"text","text":"Be kind."},{"type":"text","text":"Be brief."}],\
                "messages":[{"role":"user","content":[{"type":"text","text":"Hi"}]},\
                {"role":"assistant","content":[{"type":"text","text":"Hello."}]},\
                {"role":"user","content":[{"type":"text","text":"Zoë \\"asks\\""}]}]}}""";
    }

    @Override
    protected String toolsLine() {
        return START + """
                "messages":[{"role":"user","content":[{"type":"text","text":"Weather?"}]},{"role":"assistant","content":\
                [{"type":"tool_use","id":"call_1","name":"weather","input":{"city":"Oslo","at":1.50}}]},{"role":"user","content":\
                [{"type":"tool_result","tool_use_id":"call_1","content":"5 degrees"},{"type":"text","text":"And?"}]}],\
                "tools":[{"name":"weather","description":"Says it","input_schema":{"type":"object","properties":{"city":\
                {"type":"string"}},"required":["city"]}}],"tool_choice":{"type":"any"}}}""";
    }

    @Override
    protected String imagePart() {
        return "\"content\":[{\"type\":\"image\",\"source\":{\"type\":\"base64\",\"media_type\":\"image/png\",\"data\":\"iVBORw==\"}},";
    }

    @Override
    protected String schemaPart() {
        return "\"output_config\":{\"format\":{\"type\":\"json_schema\",\"schema\":{\"type\":\"object\",";
    }

    private static String message(String content, String stop) {
        return "{\"custom_id\":\"" + ID
                + "\",\"result\":{\"type\":\"succeeded\",\"message\":{\"id\":\"msg_01\",\"type\":\"message\","
                + "\"role\":\"assistant\",\"model\":\"claude-haiku-4-5-20251001\",\"content\":[" + content
                + "],\"stop_reason\":\"" + stop + "\",\"stop_details\":{\"explanation\":\"It may hurt\"},\"usage\":"
                + "{\"input_tokens\":7,\"cache_read_input_tokens\":2,\"output_tokens\":5}}}}";
    }

    @Override
    protected String path() {
        return "/messages";
    }

    @Override
    protected String refusal() {
        return "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"too long\"},\"request_id\":\"r\"}";
    }

    @Override
    protected String textLine() {
        return message(
                "{\"type\":\"thinking\",\"thinking\":\"hm\",\"signature\":\"s\"},{\"type\":\"text\",\"text\":\"Hel\"},"
                        + "{\"type\":\"text\",\"text\":\"lo\"}",
                "end_turn");
    }

    @Override
    protected String callLine() {
        return message(
                "{\"type\":\"tool_use\",\"id\":\"call_7\",\"name\":\"weather\",\"input\":{\"city\":\"Oslo\"}}",
                "tool_use");
    }

    @Override
    protected String cutLine() {
        return message("{\"type\":\"text\",\"text\":\"Hel\"}", "max_tokens");
    }

    @Override
    protected String refusedLine() {
        return message("", "refusal");
    }

    @Override
    protected String failedLine() {
        return "{\"custom_id\":\"" + ID + "\",\"result\":{\"type\":\"errored\",\"error\":{\"type\":\"error\",\"error\":"
                + "{\"type\":\"invalid_request_error\",\"message\":\"too long\"},\"request_id\":null}}}";
    }

    @Override
    protected String textAnswer() {
        return completion("chatcmpl-msg_01", "claude-haiku-4-5-20251001", hello(), 2, 0);
    }

    private Whole whole(String model) {
        return protocol()
                .whole(shape(AnthropicProtocol.MESSAGES, model, Map.of()).whole(Asked.CHAT));
    }

    @Test
    void anEffortIsThinkingAndLeavesRoomForTheAnswer() throws IOException {
        assertThat(line(whole("claude-haiku-4-5"), ASK + ",\"reasoning_effort\":\"low\"}"))
                .contains("\"max_tokens\":5120,\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":1024},");
        assertThat(line(whole("claude-opus-4-8"), ASK + ",\"reasoning_effort\":\"high\"}"))
                .contains("\"thinking\":{\"type\":\"adaptive\"},\"output_config\":{\"effort\":\"high\"},");
        assertThat(whole("claude-opus-4-8")
                        .problems(tree(ASK + ",\"reasoning_effort\":\"minimal\"}"))
                        .toString())
                .isEqualTo("[reasoning_effort: Claude knows low, medium, high, xhigh and max]");
        assertThat(whole("claude-haiku-4-5")
                        .problems(tree(ASK + ",\"reasoning_effort\":\"minimal\"}"))
                        .toString())
                .isEqualTo("[reasoning_effort: Thinking level \"minimal\" has no budget of tokens, and claude-haiku-4-5"
                        + " needs one. Known: none, low, medium, high]");
    }

    @Test
    void theProvidersOwnClientKnowsEveryRequest() throws IOException {
        for (String body : List.of(PLAIN, TOOLS, IMAGE, SCHEMA)) {
            ObjectMappers.jsonMapper()
                    .readValue(line(whole(Asked.CHAT), body), BatchCreateParams.Request.class)
                    .validate();
        }
    }

    @Test
    void aStrictToolHasThePartOfItsSchemaThatClaudeCanBeHeldTo() throws IOException {
        String strict = TOOLS.replace("\"description\":\"Says it\"", "\"strict\":true")
                .replace("\"city\":{\"type\":\"string\"}", "\"city\":{\"type\":\"string\",\"minLength\":2}");
        assertThat(line(whole(Asked.CHAT), strict))
                .contains("\"tools\":[{\"name\":\"weather\",\"strict\":true,\"input_schema\":{\"type\":\"object\","
                        + "\"required\":[\"city\"],\"properties\":{\"city\":{\"type\":\"string\"}},"
                        + "\"additionalProperties\":false}}]");
        String open =
                strict.replace("\"properties\":{\"city\":{\"type\":\"string\",\"minLength\":2}}", "\"properties\":{}");
        assertThat(refused(open)).containsExactly("tools[0].function.strict");
    }

    @Test
    void refusesWhatClaudeCantDo() {
        assertThat(refused(ASK + ",\"temperature\":1.5}")).containsExactly("temperature");
        assertThat(refused(ASK + ",\"seed\":1}")).containsExactly("seed");
        assertThat(refused(ASK + ",\"response_format\":{\"type\":\"json_object\"}}"))
                .containsExactly("response_format");
        assertThat(refused(ASK + ",\"response_format\":{}}")).isEmpty();
        assertThat(refused(SCHEMA.replace("\"properties\":{\"a\":{\"type\":\"string\"}}", "\"properties\":{}")))
                .containsExactly("response_format");
        assertThat(refused(TOOLS.replace("\"max_tokens\":300", "\"max_tokens\":3000,\"reasoning_effort\":\"low\"")))
                .containsExactly("tool_choice");
        assertThat(refused(TOOLS.replace("\"tool_call_id\":\"call_1\"", "\"tool_call_id\":\"call_2\"")))
                .containsExactly("messages[2].tool_call_id");
    }

    @Test
    void aRefusalIsSaidInTheProvidersWords() {
        var answer = whole(Asked.CHAT)
                .answer(tree(PLAIN), refusedLine().getBytes(java.nio.charset.StandardCharsets.UTF_8), AT);
        assertThat(answer.body().path("choices").path(0).path("message"))
                .hasToString("{\"role\":\"assistant\",\"content\":null,\"refusal\":\"It may hurt\"}");
    }
}
