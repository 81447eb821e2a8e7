package dev.caravan.provider.gemini;

import com.fasterxml.jackson.databind.JsonNode;
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

/** Gemini's form of chats. */
final class GeminiChats implements Form.OfChat {
    static final String NAME = "Gemini";

    private final GoogleChats chats;

    GeminiChats(RequestShape shape) {
        boolean jsonSchema = "responseJsonSchema".equals(shape.settings().get(GeminiProtocol.SCHEMA));
        this.chats = new GoogleChats(shape, jsonSchema, Set.of("cachedContent"));
    }

    @Override
    public Takes takes() {
        return GoogleChats.takes(NAME);
    }

    @Override
    public ObjectNode line(String customId, ObjectNode request) {
        return keyed(customId, request);
    }

    static ObjectNode keyed(String customId, ObjectNode request) {
        ObjectNode line = JsonNodeFactory.instance.objectNode().put("key", customId);
        return line.set("request", request);
    }

    @Override
    public ObjectNode request(Chat chat, Refusals refused) {
        return chats.request(chat, refused);
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
