package dev.caravan.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.caravan.provider.Asked;
import dev.caravan.provider.RequestShape;
import dev.caravan.provider.chat.Thoughts;
import java.time.Instant;

/** An answer that is in OpenAI's shape already; what servers of other makers leave out is added. */
final class PassedAnswer {
    private PassedAnswer() {}

    static ObjectNode of(ObjectNode success, RequestShape shape, Asked asked, Instant created, Dialect dialect) {
        boolean chat = shape.endpoint().equals(OpenAiProtocol.CHAT);
        if (asked == Asked.EMBEDDINGS) {
            put(success, "object", "list");
        } else {
            put(success, "id", chat ? "chatcmpl-0" : "resp_0");
            put(success, "object", chat ? "chat.completion" : "response");
            String time = chat ? "created" : "created_at";
            if (!success.path(time).isNumber()) {
                success.put(time, created.getEpochSecond());
            }
        }
        put(success, "model", shape.model());
        if (chat && dialect.is(OpenAiSettings.THINK_TAGS, "strip")) {
            success.path("choices").forEach(choice -> strip(choice.path("message")));
        }
        return success;
    }

    private static void put(ObjectNode body, String field, String standard) {
        if (!body.path(field).isTextual()) {
            body.put(field, standard);
        }
    }

    private static void strip(JsonNode message) {
        if (message instanceof ObjectNode object && object.path("content").isTextual()) {
            object.set(
                    "content",
                    TextNode.valueOf(Thoughts.without(object.path("content").asText())));
        }
    }
}
