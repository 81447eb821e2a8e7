package dev.caravan.provider.chat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.provider.LineJson;
import dev.caravan.provider.RealTime;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Real-time calls where a batch line has the body of a call in {@code body} and its result has the answer in {@code
 * response.body}: OpenAI, whoever speaks like it, and Mistral.
 */
public final class ChatRealTime implements RealTime {
    private static final int MOST_TEXT = 500;

    private final String path;
    private final @Nullable String model;

    /**
     * @param path below the base URL
     * @param model put into the body where lines name none; null where they do
     */
    public ChatRealTime(String path, @Nullable String model) {
        this.path = path;
        this.model = model;
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public byte[] body(byte[] requestLine) {
        ObjectNode body = LineJson.request(requestLine, "body");
        if (model != null) {
            body.put("model", model);
        }
        return LineJson.bytes(body);
    }

    @Override
    public byte[] resultLine(String customId, int status, Map<String, String> headers, byte[] reply) {
        ObjectNode answer = LineJson.reply(reply);
        ObjectNode line = LineJson.object().put("custom_id", customId);
        ObjectNode response = line.putObject("response").put("status_code", status);
        String request = headers.get("x-request-id");
        if (request != null) {
            response.put("request_id", request);
        }
        response.set("body", isFault(status, answer) ? LineJson.object().set("error", fault(answer)) : answer);
        line.putNull("error");
        return LineJson.bytes(line);
    }

    /** What failed without the usual {@code error}: Mistral says it flat, and gateways say anything. */
    private static boolean isFault(int status, ObjectNode answer) {
        return !answer.has("error")
                && (status >= 400
                        || (answer.size() == 1 && answer.path("message").isTextual()));
    }

    private static ObjectNode fault(ObjectNode answer) {
        if (!answer.path("message").isTextual()) {
            String text = answer.toString();
            answer.put("message", text.substring(0, Math.min(text.length(), MOST_TEXT)));
        }
        return answer;
    }
}
