package dev.caravan.provider.vertex;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.provider.Protocol;
import dev.caravan.provider.RequestShape;
import dev.caravan.provider.WholeContract;
import java.util.List;
import java.util.Map;

class ClaudeOnVertexWholeTest extends WholeContract {
    @Override
    protected Protocol protocol() {
        return new VertexProtocol();
    }

    @Override
    protected RequestShape shape() {
        return shape(VertexProtocol.MESSAGES, "claude-haiku-4-5", Map.of());
    }

    @Override
    protected String plainLine() {
        return "{\"custom_id\":\"" + ID + """
                ","request":{"anthropic_version":"vertex-2023-10-16","max_tokens":300,"temperature":0.20,"system":\
                [{"type":"text","text":"Be kind."},{"type":"text","text":"Be brief."}],"messages":[\
                {"role":"user","content":[{"type":"text","text":"Hi"}]},\
                {"role":"assistant","content":[{"type":"text","text":"Hello."}]},\
                {"role":"user","content":[{"type":"text","text":"Zoë \\"asks\\""}]}]}}""";
    }

    @Override
    protected String toolsLine() {
        return "";
    }

    @Override
    protected String imagePart() {
        return "{\"type\":\"image\",\"source\":{\"type\":\"base64\",\"media_type\":\"image/png\",\"data\":\"iVBORw==\"}}";
    }

    @Override
    protected String schemaPart() {
        return "\"output_config\":{\"format\":{\"type\":\"json_schema\",\"schema\":{\"type\":\"object\",";
    }

    private static String message(String text, String stop) {
        return "{\"custom_id\":\"" + ID + "\",\"request\":{},\"status\":\"\",\"response\":{\"id\":\"msg_vrtx_1\","
                + "\"model\":\"claude-haiku-4-5-20251001\",\"content\":[{\"type\":\"text\",\"text\":\"" + text
                + "\"}],\"stop_reason\":\"" + stop
                + "\",\"usage\":{\"input_tokens\":7,\"cache_read_input_tokens\":2,\"output_tokens\":5}}}";
    }

    @Override
    protected String kept(String line) {
        return ((ObjectNode) tree(line)).without(List.of("request")).toString();
    }

    @Override
    protected String path() {
        return "/v1/projects//locations/us-central1/publishers/anthropic/models/claude-haiku-4-5:rawPredict";
    }

    @Override
    protected String refusal() {
        return "[{\"error\":{\"code\":400,\"message\":\"too long\",\"status\":\"INVALID_ARGUMENT\"}}]";
    }

    @Override
    protected String textLine() {
        return message("Hello", "end_turn");
    }

    @Override
    protected String callLine() {
        return "";
    }

    @Override
    protected String cutLine() {
        return message("Hel", "max_tokens");
    }

    @Override
    protected String refusedLine() {
        return message("", "refusal");
    }

    @Override
    protected String failedLine() {
        return "{\"custom_id\":\"" + ID + "\",\"request\":{},\"status\":{\"code\":400,\"message\":\"too long\"}}";
    }

    @Override
    protected String textAnswer() {
        return completion("chatcmpl-msg_vrtx_1", "claude-haiku-4-5-20251001", hello(), 2, 0);
    }
}
