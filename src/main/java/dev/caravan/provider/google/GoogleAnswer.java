package dev.caravan.provider.google;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.caravan.provider.whole.Said;
import dev.caravan.provider.whole.Said.Called;
import java.util.ArrayList;
import java.util.List;

/** Reads a GenerateContentResponse, or the answer to a request for an embedding, from the line that it is on. */
public final class GoogleAnswer {
    private GoogleAnswer() {}

    /** What a line has as its response; missing unless it is an answer or says why there is none. */
    public static JsonNode success(JsonNode line) {
        JsonNode response = line.path("response");
        boolean answered = response.path("candidates").path(0).has("finishReason")
                || response.path("promptFeedback").has("blockReason")
                || response.path("embedding").path("values").isArray();
        return answered ? response : MissingNode.getInstance();
    }

    public static Said said(JsonNode response) {
        JsonNode candidate = response.path("candidates").path(0);
        JsonNode blocked = response.path("promptFeedback");
        if (candidate.isMissingNode()) {
            String reason =
                    "The prompt was blocked: " + blocked.path("blockReason").asText();
            return Said.of(
                    new StringBuilder(),
                    List.of(),
                    "content_filter",
                    blocked.path("blockReasonMessage").asText(reason));
        }
        StringBuilder text = new StringBuilder();
        List<Called> calls = new ArrayList<>();
        String id = response.path("responseId").asText("0");
        for (JsonNode part : candidate.path("content").path("parts")) {
            if (part.path("functionCall").isObject()) {
                calls.add(call(part, "call_" + id + "_" + calls.size()));
            } else if (!part.path("thought").asBoolean()) {
                text.append(part.path("text").asText(""));
            }
        }
        String finish = candidate.path("finishReason").asText();
        return switch (finish) {
            case "STOP" -> Said.of(text, calls, "stop", null);
            case "MAX_TOKENS" -> Said.of(text, calls, "length", null);
            default ->
                Said.of(
                        text,
                        calls,
                        "content_filter",
                        candidate.path("finishMessage").asText("The answer was blocked: " + finish));
        };
    }

    private static Called call(JsonNode part, String id) {
        JsonNode call = part.path("functionCall");
        JsonNode signature = part.path("thoughtSignature");
        return new Called(
                call.path("id").asText(id),
                call.path("name").asText(),
                call.path("args").isObject() ? call.path("args").toString() : "{}",
                signature.isTextual() ? signature.asText() : null);
    }

    /** The one vector of a request with one text. */
    public static List<JsonNode> vectors(JsonNode response) {
        return List.of(response.path("embedding").path("values"));
    }
}
