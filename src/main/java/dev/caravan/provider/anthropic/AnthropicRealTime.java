package dev.caravan.provider.anthropic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.provider.LineJson;
import dev.caravan.provider.RealTime;
import java.util.Map;

/** {@code POST /v1/messages} with the {@code params} of a batch line (platform.claude.com, api/messages, read 2026-09-26). */
final class AnthropicRealTime implements RealTime {

    @Override
    public String path() {
        return "/messages";
    }

    @Override
    public byte[] body(byte[] requestLine) {
        return LineJson.bytes(LineJson.request(requestLine, "params"));
    }

    @Override
    public byte[] resultLine(String customId, int status, Map<String, String> headers, byte[] reply) {
        ObjectNode answer = LineJson.reply(reply);
        ObjectNode line = LineJson.object().put("custom_id", customId);
        boolean succeeded = status == 200 && answer.path("type").asText().equals("message");
        ObjectNode result = line.putObject("result").put("type", succeeded ? "succeeded" : "errored");
        result.set(succeeded ? "message" : "error", succeeded ? answer : envelope(answer, status));
        return LineJson.bytes(line);
    }

    /** A refusal says itself what it is; for bytes that are none, the status has to do. */
    private static ObjectNode envelope(ObjectNode answer, int status) {
        if (answer.path("error").isObject()) {
            return answer;
        }
        ObjectNode envelope = LineJson.object().put("type", "error");
        envelope.putObject("error")
                .put("type", "http_" + status)
                .put("message", answer.path("message").asText("an answer that is none"));
        return envelope;
    }
}
