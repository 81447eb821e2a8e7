package dev.caravan.provider.vertex;

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

class VertexWholeTest extends WholeContract {
    @Override
    protected Protocol protocol() {
        return new VertexProtocol();
    }

    @Override
    protected RequestShape shape() {
        return shape(VertexProtocol.GENERATE, "gemini-2.5-flash", Map.of());
    }

    private static final String REQUEST = """
            "request":{"generationConfig":{"maxOutputTokens":300,"temperature":0.20},"systemInstruction":{"parts":\
            [{"text":"Be kind."},{"text":"Be brief."}]},"contents":[{"role":"user","parts":[{"text":"Hi"}]},\
            {"role":"model","parts":[{"text":"Hello."}]},{"role":"user","parts":[{"text":"Zoë \\"asks\\""}""";

    @Override
    protected String plainLine() {
        return "{\"custom_id\":\"" + ID + "\"," + REQUEST + "]}],\"labels\":{\"caravan_id\":\"" + ID + "\"}}}";
    }

    /** What the importer of request files can't load is refused. */
    @Override
    protected String toolsLine() {
        return "";
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
        return "{\"custom_id\":\"" + ID + "\",\"status\":\"\",\"request\":{\"labels\":{\"caravan_id\":\"" + ID
                + "\"}},\"response\":{" + response + ",\"usageMetadata\":{\"promptTokenCount\":9,"
                + "\"candidatesTokenCount\":5},\"modelVersion\":\"gemini-2.5-flash@default\"}}";
    }

    private static String candidate(String text, String finish) {
        return answered("\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[{\"text\":\"" + text
                + "\"}]},\"finishReason\":\"" + finish + "\"}]");
    }

    @Override
    protected String kept(String line) {
        return ((ObjectNode) tree(line)).without(List.of("request")).toString();
    }

    @Override
    protected String path() {
        return "/v1/projects//locations/us-central1/publishers/google/models/gemini-2.5-flash:generateContent";
    }

    @Override
    protected String refusal() {
        return "{\"error\":{\"code\":400,\"message\":\"too long\",\"status\":\"INVALID_ARGUMENT\"}}";
    }

    @Override
    protected String textLine() {
        return candidate("Hello", "STOP");
    }

    @Override
    protected String callLine() {
        return "";
    }

    @Override
    protected String cutLine() {
        return candidate("Hel", "MAX_TOKENS");
    }

    @Override
    protected String refusedLine() {
        return candidate("", "SAFETY");
    }

    @Override
    protected String failedLine() {
        return "{\"custom_id\":\"" + ID
                + "\",\"status\":\"Bad Request: {\\\"error\\\": {\\\"code\\\": 400, \\\"message\\\": "
                + "\\\"too long\\\", \\\"status\\\": \\\"INVALID_ARGUMENT\\\"}}\",\"request\":{},\"response\":{}}";
    }

    @Override
    protected String textAnswer() {
        return completion("chatcmpl-" + ID, "gemini-2.5-flash@default", hello(), 0, 0);
    }

    @Test
    void theIdIsRepeatedWhereTheAccountSaysIt() throws IOException {
        Whole text = protocol()
                .whole(shape().with(Map.of(VertexProtocol.NONCE, "text")).whole(Asked.CHAT));
        assertThat(line(text, PLAIN))
                .isEqualTo("{\"custom_id\":\"" + ID + "\"," + REQUEST + ",{\"text\":\"(request " + ID + ")\"}]}]}}\n");
        Whole none = protocol()
                .whole(shape().with(Map.of(VertexProtocol.NONCE, "none")).whole(Asked.CHAT));
        assertThat(line(none, PLAIN)).isEqualTo("{\"custom_id\":\"" + ID + "\"," + REQUEST + "]}]}}\n");
    }

    @Test
    void aRowWhoseRequestIsAnothersIsNoAnswer() {
        String swapped = textLine().replace("\"caravan_id\":\"" + ID, "\"caravan_id\":\"ck3f9a20-1z-2");
        Whole.Answer answer = whole(Asked.CHAT).answer(tree(PLAIN), swapped.getBytes(UTF_8), AT);
        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.body().path("error").path("code").asText()).isEqualTo("id_mismatch");
    }

    @Test
    void embeddingsCarryOneText() throws IOException {
        RequestShape shape = shape(VertexProtocol.EMBED, "gemini-embedding-001", Map.of("taskType", "CLUSTERING"));
        Whole whole = protocol().whole(shape.whole(Asked.EMBEDDINGS));
        assertThat(line(whole, "{\"input\":\"alpha\",\"dimensions\":256}"))
                .isEqualTo(
                        "{\"key\":\"" + ID + "\",\"request\":{\"embed_content_config\":{\"task_type\":\"CLUSTERING\","
                                + "\"output_dimensionality\":256},\"content\":{\"parts\":[{\"text\":\"alpha\"}]}}}\n");
        String line = "{\"key\":\"" + ID
                + "\",\"request\":{},\"response\":{\"tokenCount\":\"1\",\"embedding\":{\"values\":[0.1]}}}";
        assertThat(whole.answer(tree("{}"), line.getBytes(UTF_8), AT).body().path("data"))
                .hasToString("[{\"object\":\"embedding\",\"index\":0,\"embedding\":[0.1]}]");
    }
}
