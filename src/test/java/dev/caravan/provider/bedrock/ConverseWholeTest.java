package dev.caravan.provider.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.provider.Asked;
import dev.caravan.provider.Protocol;
import dev.caravan.provider.RequestShape;
import dev.caravan.provider.WholeContract;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConverseWholeTest extends WholeContract {
    @Override
    protected Protocol protocol() {
        return new BedrockProtocol();
    }

    @Override
    protected RequestShape shape() {
        return shape(BedrockProtocol.CONVERSE, "us.anthropic.claude-haiku-4-5-20251001-v1:0", Map.of());
    }

    @Override
    protected String plainLine() {
        return "{\"recordId\":\"" + ID + """
                ","modelInput":{"inferenceConfig":{"maxTokens":300,"temperature":0.20},"system":[{"text":"Be kind."},\
                {"text":"Be brief."}],"messages":[{"role":"user","content":[{"text":"Hi"}]},\
                {"role":"assistant","content":[{"text":"Hello."}]},\
                {"role":"user","content":[{"text":"Zoë \\"asks\\""}]}]}}""";
    }

    @Override
    protected String toolsLine() {
        return "";
    }

    @Override
    protected String imagePart() {
        return "{\"image\":{\"format\":\"png\",\"source\":{\"bytes\":\"iVBORw==\"}}}";
    }

    @Override
    protected String schemaPart() {
        return "\"outputConfig\":{\"textFormat\":{\"type\":\"json_schema\",\"structure\":{\"jsonSchema\":{\"schema\":\"{";
    }

    private static String output(String content, String stop) {
        return "{\"recordId\":\"" + ID
                + "\",\"modelInput\":{},\"modelOutput\":{\"output\":{\"message\":{\"role\":\"assistant\","
                + "\"content\":[" + content + "]}},\"stopReason\":\"" + stop
                + "\",\"usage\":{\"inputTokens\":9,\"outputTokens\":5,\"totalTokens\":14}}}";
    }

    @Override
    protected String kept(String line) {
        return ((ObjectNode) tree(line)).without(List.of("modelInput")).toString();
    }

    @Override
    protected String path() {
        return "/model/us.anthropic.claude-haiku-4-5-20251001-v1%3A0/converse";
    }

    @Override
    protected String refusal() {
        return "{\"message\":\"too long\"}";
    }

    @Override
    protected String textLine() {
        return output(
                "{\"reasoningContent\":{\"reasoningText\":{\"text\":\"hm\"}},\"text\":null},"
                        + "{\"text\":\"Hello\",\"toolUse\":null}",
                "end_turn");
    }

    @Override
    protected String callLine() {
        return output(
                "{\"text\":null,\"toolUse\":{\"toolUseId\":\"call_7\",\"name\":\"weather\",\"input\":{\"city\":\"Oslo\"}}}",
                "tool_use");
    }

    @Override
    protected String cutLine() {
        return output("{\"text\":\"Hel\"}", "max_tokens");
    }

    @Override
    protected String refusedLine() {
        return output("", "content_filtered");
    }

    @Override
    protected String failedLine() {
        return "{\"recordId\":\"" + ID
                + "\",\"modelInput\":{},\"error\":{\"errorCode\":400,\"errorMessage\":\"too long\"}}";
    }

    @Override
    protected String textAnswer() {
        return completion("chatcmpl-" + ID, shape().model(), hello(), 0, 0);
    }

    @Test
    void whatTheRequestLeavesOpenIsAsTheBatchModelSays() throws IOException {
        RequestShape shape = shape(
                BedrockProtocol.CONVERSE,
                "us.anthropic.claude-haiku-4-5-20251001-v1:0",
                Map.of("inferenceConfig", Map.of("maxTokens", 900)));
        String said = "{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";
        assertThat(line(protocol().whole(shape.whole(Asked.CHAT)), said + ",\"stop\":[\"END\"]}"))
                .contains("\"modelInput\":{\"inferenceConfig\":{\"maxTokens\":900,\"stopSequences\":[\"END\"]},");
        assertThat(protocol()
                        .whole(shape.whole(Asked.CHAT))
                        .problems(tree(said + ",\"reasoning_effort\":\"low\"}"))
                        .toString())
                .startsWith("[reasoning_effort: Thinking level \"low\" of us.anthropic.claude-haiku-4-5");
        assertThat(line(
                        protocol().whole(shape.whole(Asked.CHAT)),
                        said + ",\"reasoning_effort\":\"low\",\"max_tokens\":2000}"))
                .contains(
                        "\"additionalModelRequestFields\":{\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":1024}}");
    }
}
