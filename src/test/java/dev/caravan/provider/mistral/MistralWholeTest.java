package dev.caravan.provider.mistral;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.provider.Asked;
import dev.caravan.provider.Protocol;
import dev.caravan.provider.RequestShape;
import dev.caravan.provider.Whole;
import dev.caravan.provider.WholeContract;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MistralWholeTest extends WholeContract {
    private static final String START = "{\"custom_id\":\"" + ID + "\",\"body\":{\"max_tokens\":300,";

    @Override
    protected Protocol protocol() {
        return new MistralProtocol();
    }

    @Override
    protected RequestShape shape() {
        return shape(MistralProtocol.CHAT, "mistral-small-latest", Map.of());
    }

    @Override
    protected String plainLine() {
        return START + """
                "temperature":0.20,"messages":[{"role":"system","content":"Be kind.\\n\\nBe brief."},\
                {"role":"user","content":"Hi"},{"role":"assistant","content":"Hello."},\
                {"role":"user","content":"Zoë \\"asks\\""}]}}""";
    }

    @Override
    protected String toolsLine() {
        String id = MistralMessages.id("call_1");
        assertThat(id).matches("[a-z0-9]{9}").isNotEqualTo(MistralMessages.id("call_2"));
        return START + """
                "messages":[{"role":"user","content":"Weather?"},{"role":"assistant","tool_calls":[{"id":"CALL",\
                "type":"function","function":{"name":"weather","arguments":"{\\"city\\":\\"Oslo\\",\\"at\\":1.50}"}}],"content":""},\
                {"role":"tool","tool_call_id":"CALL","name":"weather","content":"5 degrees"},{"role":"user","content":"And?"}],\
                "tools":[{"type":"function","function":{"name":"weather","description":"Says it","parameters":{"type":"object",\
                "properties":{"city":{"type":"string"}},"required":["city"]}}}],"tool_choice":"any"}}""".replace("CALL", id);
    }

    @Override
    protected String imagePart() {
        return "\"content\":[{\"type\":\"image_url\",\"image_url\":\"data:image/png;base64,iVBORw==\"},";
    }

    @Override
    protected String schemaPart() {
        return "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"ticket\",\"strict\":true,\"schema\":";
    }

    private static String answered(String body) {
        return "{\"id\":\"b-1\",\"custom_id\":\"" + ID + "\",\"response\":{\"status_code\":200,\"body\":" + body
                + "},\"error\":null}";
    }

    private static String chat(String message, String finish) {
        return answered("{\"id\":\"c1\",\"object\":\"chat.completion\",\"model\":\"mistral-small-2506\",\"usage\":"
                + "{\"prompt_tokens\":9,\"completion_tokens\":5,\"total_tokens\":14},\"created\":17,\"choices\":[{\"index\":0,"
                + "\"finish_reason\":\"" + finish + "\",\"message\":{\"role\":\"assistant\"," + message + "}}]}");
    }

    @Override
    protected String path() {
        return "/chat/completions";
    }

    @Override
    protected String refusal() {
        return "{\"object\":\"error\",\"message\":\"too long\",\"type\":\"invalid_request_error\",\"param\":null,\"code\":\"400\"}";
    }

    @Override
    protected String beside() {
        return "\"model\":\"mistral-small-latest\"";
    }

    @Override
    protected String textLine() {
        return chat(
                "\"content\":[{\"type\":\"thinking\",\"thinking\":[{\"type\":\"text\",\"text\":\"hm\"}]},"
                        + "{\"type\":\"text\",\"text\":\"Hello\"}],\"tool_calls\":null",
                "stop");
    }

    @Override
    protected String callLine() {
        return chat(
                "\"content\":\"\",\"tool_calls\":[{\"id\":\"call_7\",\"function\":{\"name\":\"weather\",\"arguments\":"
                        + "\"{\\\"city\\\":\\\"Oslo\\\"}\"}}]",
                "tool_calls");
    }

    @Override
    protected String cutLine() {
        return chat("\"content\":\"Hel\"", "model_length");
    }

    @Override
    protected String refusedLine() {
        return chat("\"content\":\"\"", "content_filter");
    }

    @Override
    protected String failedLine() {
        return "{\"custom_id\":\"" + ID + "\",\"response\":{\"status_code\":400,\"body\":"
                + "{\"object\":\"error\",\"error\":{\"message\":\"too long\",\"type\":\"invalid\"}}},\"error\":null}";
    }

    @Override
    protected String textAnswer() {
        return completion("chatcmpl-" + ID, "mistral-small-2506", hello(), 0, 0);
    }

    @Test
    void embeddingsCarryManyTextsAndComeBackAsFloatsOrBytes() throws IOException {
        RequestShape shape = shape(MistralProtocol.EMBEDDINGS, "mistral-embed", Map.of());
        Whole whole = protocol().whole(shape.whole(Asked.EMBEDDINGS));
        assertThat(line(
                        whole,
                        "{\"input\":[\"one\",\"two\"],\"dimensions\":2,\"encoding_format\":\"base64\",\"user\":\"u\"}"))
                .isEqualTo("{\"custom_id\":\"" + ID
                        + "\",\"body\":{\"output_dimension\":2,\"input\":[\"one\",\"two\"]}}\n");
        String line = answered("{\"model\":\"mistral-embed\",\"data\":[{\"index\":1,\"embedding\":[3.5,4]},"
                + "{\"index\":0,\"embedding\":[0.5,-1]}],\"usage\":{\"prompt_tokens\":2,\"total_tokens\":2}}");
        String list = "{\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"index\":0,\"embedding\":ZERO},"
                + "{\"object\":\"embedding\",\"index\":1,\"embedding\":ONE}],\"model\":\"mistral-embed\","
                + "\"usage\":{\"prompt_tokens\":2,\"total_tokens\":2}}";
        assertThat(whole.answer(tree("{}"), line.getBytes(UTF_8), AT).body())
                .hasToString(list.replace("ZERO", "[0.5,-1]").replace("ONE", "[3.5,4]"));
        assertThat(whole.answer(tree("{\"encoding_format\":\"base64\"}"), line.getBytes(UTF_8), AT)
                        .body())
                .hasToString(list.replace("ZERO", "\"AAAAPwAAgL8=\"").replace("ONE", "\"AABgQAAAgEA=\""));
        assertThat(whole.problems(tree("{\"input\":[1,2]}")).toString())
                .isEqualTo("[input: not supported by Mistral: it takes no tokens; send the text]");
    }
}
