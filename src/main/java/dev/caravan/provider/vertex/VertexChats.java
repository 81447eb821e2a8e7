package dev.caravan.provider.vertex;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.provider.RequestShape;
import dev.caravan.provider.google.GoogleAnswer;
import dev.caravan.provider.google.GoogleChats;
import dev.caravan.provider.whole.Chat;
import dev.caravan.provider.whole.Form;
import dev.caravan.provider.whole.Refusals;
import dev.caravan.provider.whole.Said;
import dev.caravan.provider.whole.Takes;
import java.util.Set;

/** The form of chats with Gemini on Vertex. */
final class VertexChats implements Form.OfChat {
    static final String NAME = "Vertex";
    /** Vertex loads a file like a table: arguments of calls that differ from line to line fail the whole job. */
    private static final Takes TAKES = GoogleChats.takes(NAME).without("tools", "signature");

    private final GoogleChats chats;
    private final String nonce;

    VertexChats(RequestShape shape) {
        this.chats = new GoogleChats(shape, false, Set.of("labels"));
        this.nonce = shape.settings().getOrDefault(VertexProtocol.NONCE, "label");
    }

    @Override
    public Takes takes() {
        return TAKES;
    }

    @Override
    public ObjectNode request(Chat chat, Refusals refused) {
        ObjectNode request = chats.request(chat, refused);
        check(request, refused);
        return request;
    }

    static void check(ObjectNode request, Refusals refused) {
        if (refused.isEmpty()) {
            try {
                ImporterRules.check(request);
            } catch (IllegalArgumentException e) {
                refused.add("", String.valueOf(e.getMessage()));
            }
        }
    }

    /** The id stands beside the request and, as the account says, once more inside of it. */
    @Override
    public ObjectNode line(String customId, ObjectNode request) {
        if (nonce.equals("label")) {
            request.withObject("/labels").put(GeminiRows.LABEL, customId);
        } else if (nonce.equals("text")) {
            JsonNode contents = request.path("contents");
            ((ArrayNode) contents.path(contents.size() - 1).path("parts"))
                    .addObject()
                    .put("text", GeminiRows.TEXT_START + customId + GeminiRows.TEXT_END);
        }
        ObjectNode line = JsonNodeFactory.instance.objectNode().put("custom_id", customId);
        return line.set("request", request);
    }

    @Override
    public JsonNode success(JsonNode line) {
        return GoogleAnswer.success(line);
    }

    @Override
    public Said said(JsonNode success) {
        return GoogleAnswer.said(success);
    }
}
