package dev.caravan.provider.google;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.provider.LineJson;
import dev.caravan.provider.RealTime;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Real-time calls where a batch line has the body of a call in {@code request} and its result has the answer in {@code
 * response}: Gemini and Vertex. Source: ai.google.dev/api/generate-content and ai.google.dev/api/embeddings for Gemini;
 * docs.cloud.google.com, model reference "inference", and partner-models/claude/use-claude for Vertex; read 2026-11.
 */
public final class GoogleRealTime implements RealTime {
    private final String path;
    private final String idField;
    private final UnaryOperator<ObjectNode> body;

    /**
     * @param path see {@link RealTime#path}
     * @param idField that has the custom id in a line
     * @param body makes the body of a call of what a line asks
     */
    public GoogleRealTime(String path, String idField, UnaryOperator<ObjectNode> body) {
        this.path = path;
        this.idField = idField;
        this.body = body;
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public byte[] body(byte[] requestLine) {
        return LineJson.bytes(body.apply(LineJson.request(requestLine, "request")));
    }

    @Override
    public byte[] resultLine(String customId, int status, Map<String, String> headers, byte[] reply) {
        ObjectNode answer = LineJson.reply(reply);
        ObjectNode line = LineJson.object().put(idField, customId);
        if (status == 200 && !answer.has("error") && !(answer.size() == 1 && answer.has("message"))) {
            return LineJson.bytes(line.set("response", answer));
        }
        ObjectNode error = answer.path("error") instanceof ObjectNode theirs ? theirs : answer;
        if (!error.has("code")) {
            error.put("code", status);
        }
        return LineJson.bytes(line.set("error", error));
    }
}
