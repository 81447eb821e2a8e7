package dev.caravan.provider.bedrock;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.provider.Asked;
import dev.caravan.provider.Protocol;
import dev.caravan.provider.RequestShape;
import dev.caravan.provider.Whole;
import dev.caravan.provider.WholeContract;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Jobs that hand bodies to the model as they are: Claude by the contract, the other makers beside it. */
class InvokeWholeTest extends WholeContract {
    private static final String INPUT = "{\"recordId\":\"" + ID + "\",\"modelInput\":{\"max_tokens\":300,";

    @Override
    protected Protocol protocol() {
        return new BedrockProtocol();
    }

    @Override
    protected RequestShape shape() {
        return shape(BedrockProtocol.INVOKE, "anthropic.claude-haiku-4-5-20251001-v1:0", Map.of());
    }

    @Override
    protected String plainLine() {
        return INPUT + """
                "temperature":0.20,"anthropic_version":"bedrock-2023-05-31","system":[{"type":"text","text":"Be kind."},\
                {"type":"text","text":"Be brief."}],"messages":[{"role":"user","content":[{"type":"text","text":"Hi"}]},\
                {"role":"assistant","content":[{"type":"text","text":"Hello."}]},\
                {"role":"user","content":[{"type":"text","text":"Zoë \\"asks\\""}]}]}}""";
    }

    @Override
    protected String toolsLine() {
        return INPUT + """
                "anthropic_version":"bedrock-2023-05-31","messages":[{"role":"user","content":[{"type":"text","text":"Weather?"}]},\
                {"role":"assistant","content":[{"type":"tool_use","id":"call_1","name":"weather","input":{"city":"Oslo","at":1.50}}]},\
                {"role":"user","content":[{"type":"tool_result","tool_use_id":"call_1","content":"5 degrees"},\
                {"type":"text","text":"And?"}]}],"tools":[{"name":"weather","description":"Says it","input_schema":\
                {"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}}],"tool_choice":{"type":"any"}}}""";
    }

    @Override
    protected String imagePart() {
        return "{\"type\":\"image\",\"source\":{\"type\":\"base64\",\"media_type\":\"image/png\",\"data\":\"iVBORw==\"}}";
    }

    @Override
    protected String schemaPart() {
        return "\"output_config\":{\"format\":{\"type\":\"json_schema\",\"schema\":{\"type\":\"object\",";
    }

    private static String output(String output) {
        return "{\"recordId\":\"" + ID + "\",\"modelInput\":{},\"modelOutput\":{" + output + "}}";
    }

    private static String message(String content, String stop) {
        return output("\"id\":\"msg_bdrk_1\",\"model\":\"claude-haiku-4-5-20251001\",\"content\":[" + content
                + "],\"stop_reason\":\"" + stop + "\",\"usage\":{\"input_tokens\":9,\"output_tokens\":5}");
    }

    @Override
    protected String kept(String line) {
        return ((ObjectNode) tree(line)).without(List.of("modelInput")).toString();
    }

    @Override
    protected String path() {
        return "/model/anthropic.claude-haiku-4-5-20251001-v1%3A0/invoke";
    }

    @Override
    protected String refusal() {
        return "{\"message\":\"too long\"}";
    }

    @Override
    protected String textLine() {
        return message("{\"type\":\"text\",\"text\":\"Hello\"}", "end_turn");
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
        return "{\"recordId\":\"" + ID
                + "\",\"modelInput\":{},\"error\":{\"errorCode\":400,\"errorMessage\":\"too long\"}}";
    }

    @Override
    protected String textAnswer() {
        return completion("chatcmpl-msg_bdrk_1", "claude-haiku-4-5-20251001", hello(), 0, 0);
    }

    private Whole whole(String endpoint, String model, Asked asked) {
        return protocol().whole(shape(endpoint, model, Map.of()).whole(asked));
    }

    @Test
    void withoutALimitClaudeGetsTheUsualOne() throws IOException {
        assertThat(line(whole(Asked.CHAT), "{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"))
                .contains("\"modelInput\":{\"max_tokens\":4096,");
    }

    @Test
    void novaHasToolsInItsOwnForm() throws IOException {
        Whole nova = whole(BedrockProtocol.INVOKE, "amazon.nova-lite-v1:0", Asked.CHAT);
        assertThat(line(nova, TOOLS)).isEqualTo("{\"recordId\":\"" + ID + """
                ","modelInput":{"inferenceConfig":{"maxTokens":300},"messages":[{"role":"user","content":[{"text":"Weather?"}]},\
                {"role":"assistant","content":[{"toolUse":{"toolUseId":"call_1","name":"weather","input":{"city":"Oslo","at":1.50}}}]},\
                {"role":"user","content":[{"toolResult":{"toolUseId":"call_1","content":[{"text":"5 degrees"}]}},{"text":"And?"}]}],\
                "toolConfig":{"tools":[{"toolSpec":{"name":"weather","description":"Says it","inputSchema":{"json":{"type":"object",\
                "properties":{"city":{"type":"string"}},"required":["city"]}}}}],"toolChoice":{"any":{}}}}}
                """);
        assertThat(nova.problems(tree(SCHEMA)).toString())
                .isEqualTo(
                        "[response_format.json_schema: not supported by Nova on Bedrock: it can't hold answers to a schema]");
    }

    @Test
    void llamaSeesOneTextWhoseMarksNobodyElseMaySet() throws IOException {
        Whole llama = whole(BedrockProtocol.INVOKE, "meta.llama3-1-8b-instruct-v1:0", Asked.CHAT);
        assertThat(line(llama, PLAIN)).isEqualTo("{\"recordId\":\"" + ID + """
                ","modelInput":{"max_gen_len":300,"temperature":0.20,"prompt":"<|begin_of_text|><|start_header_id|>system\
                <|end_header_id|>\\n\\nBe kind.\\n\\nBe brief.<|eot_id|><|start_header_id|>user<|end_header_id|>\\n\\nHi<|eot_id|>\
                <|start_header_id|>assistant<|end_header_id|>\\n\\nHello.<|eot_id|><|start_header_id|>user<|end_header_id|>\\n\\n\
                Zoë \\"asks\\"<|eot_id|><|start_header_id|>assistant<|end_header_id|>\\n\\n"}}
                """);
        assertThat(llama.problems(tree(PLAIN.replace("Be kind.", "Be<|eot_id|>")))
                        .toString())
                .startsWith("[messages: not supported by Llama on Bedrock: no text may hold the marks");
        String line = output("\"generation\":\"Hello\",\"prompt_token_count\":9,\"generation_token_count\":5,"
                + "\"stop_reason\":\"length\"");
        assertThat(llama.answer(tree(PLAIN), line.getBytes(UTF_8), AT).body())
                .hasToString(completion(
                        "chatcmpl-" + ID, "meta.llama3-1-8b-instruct-v1:0", hello().replace("stop", "length"), 0, 0));
    }

    @Test
    void titanTakesOneTextAndCohereMany() throws IOException {
        Whole titan = whole(BedrockProtocol.EMBEDDINGS, "amazon.titan-embed-text-v2:0", Asked.EMBEDDINGS);
        assertThat(line(titan, "{\"input\":\"alpha\",\"dimensions\":256}"))
                .isEqualTo(
                        "{\"recordId\":\"" + ID + "\",\"modelInput\":{\"inputText\":\"alpha\",\"dimensions\":256}}\n");
        assertThat(titan.problems(tree("{\"input\":[\"a\",\"b\"]}"))).hasSize(1);
        Whole cohere = whole(BedrockProtocol.EMBEDDINGS, "cohere.embed-english-v3", Asked.EMBEDDINGS);
        assertThat(line(cohere, "{\"input\":[\"a\",\"b\"]}"))
                .isEqualTo("{\"recordId\":\"" + ID
                        + "\",\"modelInput\":{\"input_type\":\"search_document\",\"texts\":[\"a\",\"b\"]}}\n");
        String line = output("\"id\":\"e1\",\"embeddings\":[[0.5],[1.5]],\"texts\":[\"a\",\"b\"]");
        assertThat(cohere.answer(tree("{}"), line.getBytes(UTF_8), AT).body().path("data"))
                .hasToString("[{\"object\":\"embedding\",\"index\":0,\"embedding\":[0.5]},"
                        + "{\"object\":\"embedding\",\"index\":1,\"embedding\":[1.5]}]");
    }
}
