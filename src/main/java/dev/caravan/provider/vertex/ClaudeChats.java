package dev.caravan.provider.vertex;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.provider.RequestShape;
import dev.caravan.provider.claude.ClaudeAnswer;
import dev.caravan.provider.claude.ClaudeMessages;
import dev.caravan.provider.claude.ClaudeSettings;
import dev.caravan.provider.whole.Chat;
import dev.caravan.provider.whole.CommonPart;
import dev.caravan.provider.whole.Form;
import dev.caravan.provider.whole.Refusals;
import dev.caravan.provider.whole.Said;
import dev.caravan.provider.whole.Takes;

/** The form of chats with Claude on Vertex. */
final class ClaudeChats implements Form.OfChat {
    /** Tools are no more possible than with Gemini: the importer of the file is the same. */
    private static final Takes TAKES = ClaudeSettings.takes("Claude on Vertex").without("tools");

    private final CommonPart common;

    ClaudeChats(RequestShape shape) {
        this.common = new CommonPart(shape, ClaudeRows::request);
    }

    @Override
    public Takes takes() {
        return TAKES;
    }

    @Override
    public ObjectNode line(String customId, ObjectNode request) {
        ObjectNode line = JsonNodeFactory.instance.objectNode().put("custom_id", customId);
        return line.set("request", request);
    }

    @Override
    public ObjectNode request(Chat chat, Refusals refused) {
        ObjectNode request = common.of(ClaudeSettings.of(chat, refused), chat, refused);
        if (request == null) {
            return JsonNodeFactory.instance.objectNode();
        }
        ClaudeMessages.write(chat, request);
        ClaudeSettings.checkThinking(chat, request, refused);
        VertexChats.check(request, refused);
        return request;
    }

    @Override
    public JsonNode success(JsonNode line) {
        return message(line);
    }

    static JsonNode message(JsonNode line) {
        JsonNode response = line.path("response");
        return response.has("content") ? response : MissingNode.getInstance();
    }

    @Override
    public Said said(JsonNode success) {
        return ClaudeAnswer.of(success);
    }
}
