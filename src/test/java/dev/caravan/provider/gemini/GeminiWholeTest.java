package dev.caravan.provider.gemini;

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

class GeminiWholeTest extends WholeContract {
    @Override
    protected Protocol protocol() {
        return new GeminiProtocol();
    }

    @Override
    protected RequestShape shape() {
        return shape(GeminiProtocol.GENERATE, "gemini-2.5-flash", Map.of());
    }

    @Override
    protected String plainLine() {
        return "{\"key\":\"" + ID + """
                ","request":{"generationConfig":{"maxOutputTokens":300,"temperature":0.20},"systemInstruction":{"parts":\
                [{"text":"Be kind."},{"text":"Be brief."}]},"contents":[{"role":"user","parts":[{"text":"Hi"}]},\
                {"role":"model","parts":[{"text":"Hello."}]},{"role":"user","parts":[{"text":"Zoë \\"asks\\""}]}]}}""";
    }

    @Override
    protected String toolsLine() {
        return "{\"key\":\"" + ID + """
                ","request":{"generationConfig":{"maxOutputTokens":300},"contents":[{"role":"user","parts":[{"text":"Weather?"}]},\
                {"role":"model","parts":[{"functionCall":{"name":"weather","args":{"city":"Oslo","at":1.50}}}]},\
                {"role":"user","parts":[{"functionResponse":{"name":"weather","response":{"result":"5 degrees"}}},{"text":"And?"}]}],\
                "tools":[{"functionDeclarations":[{"name":"weather","description":"Says it","parameters":{"type":"OBJECT",\
                "properties":{"city":{"type":"STRING"}},"propertyOrdering":["city"],"required":["city"]}}]}],\
                "toolConfig":{"functionCallingConfig":{"mode":"ANY"}}}}""";
    }

    @Override
    protected String imagePart() {
        return "\"parts\":[{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"iVBORw==\"}},{\"text\":\"What?\"}]";
    }

    @Override
    protected String schemaPart() {
        return "\"responseMimeType\":\"application/json\",\"responseSchema\":{\"type\":\"OBJECT\",";
    }

    private static String answered(String response) {
        return "{\"response\":{" + response
                + ",\"usageMetadata\":{\"promptTokenCount\":9,\"cachedContentTokenCount\":2,"
                + "\"candidatesTokenCount\":4,\"thoughtsTokenCount\":1},\"modelVersion\":\"gemini-2.5-flash\","
                + "\"responseId\":\"Zx81\"},\"key\":\"" + ID + "\"}";
    }

    private static String candidate(String parts, String finish) {
        return answered("\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[" + parts
                + "]},\"finishReason\":\"" + finish + "\",\"index\":0}]");
    }

    @Override
    protected String path() {
        return "/v1beta/models/gemini-2.5-flash:generateContent";
    }

    @Override
    protected String refusal() {
        return "{\"error\":{\"code\":400,\"message\":\"too long\",\"status\":\"INVALID_ARGUMENT\"}}";
    }

    @Override
    protected String textLine() {
        return candidate("{\"text\":\"hm\",\"thought\":true},{\"text\":\"Hello\"}", "STOP");
    }

    @Override
    protected String callLine() {
        return candidate(
                "{\"functionCall\":{\"id\":\"call_7\",\"name\":\"weather\",\"args\":{\"city\":\"Oslo\"}}}", "STOP");
    }

    @Override
    protected String cutLine() {
        return candidate("{\"text\":\"Hel\"}", "MAX_TOKENS");
    }

    @Override
    protected String refusedLine() {
        return answered("\"promptFeedback\":{\"blockReason\":\"PROHIBITED_CONTENT\"}");
    }

    @Override
    protected String failedLine() {
        return "{\"error\":{\"code\":3,\"message\":\"too long\"},\"key\":\"" + ID + "\"}";
    }

    @Override
    protected String textAnswer() {
        return completion("chatcmpl-Zx81", "gemini-2.5-flash", hello(), 2, 1);
    }

    @Test
    void aSignatureOfACallComesBackToGeminiWithTheCall() throws IOException {
        String line = candidate(
                "{\"functionCall\":{\"name\":\"weather\",\"args\":{}},\"thoughtSignature\":\"c2ln\"}", "STOP");
        var call = whole(Asked.CHAT)
                .answer(tree(PLAIN), line.getBytes(UTF_8), AT)
                .body()
                .at("/choices/0/message/tool_calls/0");
        assertThat(call.path("id").asText()).isEqualTo("call_Zx81_0");
        String next =
                "{\"messages\":[{\"role\":\"user\",\"content\":\"?\"},{\"role\":\"assistant\",\"tool_calls\":[" + call
                        + "]},{\"role\":\"tool\",\"tool_call_id\":\"call_Zx81_0\",\"content\":\"{\\\"degrees\\\":5}\"}]}";
        assertThat(line(whole(Asked.CHAT), next))
                .contains("{\"functionCall\":{\"name\":\"weather\",\"args\":{}},\"thoughtSignature\":\"c2ln\"}")
                .contains("{\"functionResponse\":{\"name\":\"weather\",\"response\":{\"degrees\":5}}}");
    }

    @Test
    void aSignatureGoesThroughResponsesToo() throws IOException {
        String line = candidate(
                "{\"functionCall\":{\"name\":\"weather\",\"args\":{}},\"thoughtSignature\":\"c2ln\"}", "STOP");
        var call = whole(Asked.RESPONSES)
                .answer(tree("{\"input\":\"?\"}"), line.getBytes(UTF_8), AT)
                .body()
                .at("/output/0");
        String next = "{\"input\":[{\"role\":\"user\",\"content\":\"?\"}," + call
                + ",{\"type\":\"function_call_output\",\"call_id\":\"call_Zx81_0\",\"output\":\"5\"}]}";
        assertThat(line(whole(Asked.RESPONSES), next))
                .contains("{\"functionCall\":{\"name\":\"weather\",\"args\":{}},\"thoughtSignature\":\"c2ln\"}")
                .contains("{\"functionResponse\":{\"name\":\"weather\",\"response\":{\"result\":\"5\"}}}");
    }

    @Test
    void jsonWithoutASchemaAndEffortHaveTheirPlaces() throws IOException {
        String body = "{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"stop\":\"END\",\"seed\":7,"
                + "\"response_format\":{\"type\":\"json_object\"},\"reasoning_effort\":\"low\"}";
        assertThat(line(whole(Asked.CHAT), body))
                .contains(
                        "\"generationConfig\":{\"responseMimeType\":\"application/json\",\"seed\":7,\"stopSequences\":[\"END\"],"
                                + "\"thinkingConfig\":{\"thinkingBudget\":1024}}");
        Whole three = protocol()
                .whole(shape(GeminiProtocol.GENERATE, "gemini-3.5-flash", Map.of())
                        .whole(Asked.CHAT));
        assertThat(three.problems(tree(body.replace("\"low\"", "\"xhigh\""))).toString())
                .isEqualTo("[reasoning_effort: Thinking level \"xhigh\" is nothing that gemini-3.5-flash knows."
                        + " Allowed: minimal, low, medium, high]");
    }

    @Test
    void anAddressOfAnImageIsRefused() {
        assertThat(refused(IMAGE.replace("data:image/png;base64,iVBORw==", "https://example.org/a.png")))
                .containsExactly("messages[0].content[0].image_url.url");
    }

    @Test
    void embeddingsCarryOneText() throws IOException {
        RequestShape shape =
                shape(GeminiProtocol.EMBED, "gemini-embedding-001", Map.of("taskType", "RETRIEVAL_DOCUMENT"));
        Whole whole = protocol().whole(shape.whole(Asked.EMBEDDINGS));
        assertThat(line(whole, "{\"input\":[\"alpha\"],\"dimensions\":256}"))
                .isEqualTo("{\"key\":\"" + ID + "\",\"request\":{\"taskType\":\"RETRIEVAL_DOCUMENT\","
                        + "\"outputDimensionality\":256,\"content\":{\"parts\":[{\"text\":\"alpha\"}]}}}\n");
        assertThat(whole.problems(tree("{\"input\":[\"a\",\"b\"]}")).toString())
                .isEqualTo(
                        "[input: not supported by Gemini: a request carries one text, not 2; give each text a line of"
                                + " its own]");
        String line =
                "{\"response\":{\"tokenCount\":\"3\",\"embedding\":{\"values\":[0.01,-0.2]}},\"key\":\"" + ID + "\"}";
        assertThat(whole.answer(tree("{}"), line.getBytes(UTF_8), AT).body())
                .hasToString(
                        "{\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"index\":0,\"embedding\":[0.01,-0.2]}],"
                                + "\"model\":\"gemini-embedding-001\",\"usage\":{\"prompt_tokens\":3,\"total_tokens\":3}}");
    }
}
