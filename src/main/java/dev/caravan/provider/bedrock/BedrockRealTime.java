package dev.caravan.provider.bedrock;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.provider.LineJson;
import dev.caravan.provider.RealTime;
import java.net.URLEncoder;
import java.util.Map;

/**
 * {@code InvokeModel} and {@code Converse} of the Bedrock runtime with the {@code modelInput} of a batch line (Amazon Bedrock
 * API reference, API_runtime_InvokeModel and API_runtime_Converse, read 2026-11). Not through {@code provider-call}: calls
 * are signed.
 */
final class BedrockRealTime implements RealTime {
    private final String path;

    /** @param converse whether lines are those of a Converse job */
    BedrockRealTime(String model, boolean converse) {
        this.path = "/model/" + URLEncoder.encode(model, UTF_8) + (converse ? "/converse" : "/invoke");
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public byte[] body(byte[] requestLine) {
        return LineJson.bytes(LineJson.request(requestLine, "modelInput"));
    }

    @Override
    public byte[] resultLine(String customId, int status, Map<String, String> headers, byte[] reply) {
        ObjectNode answer = LineJson.reply(reply);
        ObjectNode line = LineJson.object().put("recordId", customId);
        if (status == 200 && !(answer.size() == 1 && answer.has("message"))) {
            return LineJson.bytes(line.set("modelOutput", answer));
        }
        String type = headers.getOrDefault("x-amzn-errortype", "").replaceFirst(":.*", "");
        ObjectNode error = line.putObject("error");
        if (type.isEmpty()) {
            error.put("errorCode", status);
        } else {
            error.put("errorCode", type);
        }
        error.put(
                        "errorMessage",
                        answer.path("message").asText(answer.path("Message").asText("no message")))
                .put("expired", false)
                .put("retryable", status == 429 || status >= 500);
        return LineJson.bytes(line);
    }
}
